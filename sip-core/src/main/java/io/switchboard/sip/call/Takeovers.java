package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INVITEs with Replaces: which of them may take over a call, and how the others are answered (RFC 3891 section 3). */
final class Takeovers {
    private Takeovers() {}

    /** Final status for an INVITE with Replaces, 0 if it may take over what it names. */
    static int refusal(Calls calls, SipRequest invite, Party caller) {
        Replaces replaces = replaces(invite);
        if (replaces == null) {
            return 400;
        }
        Leg named = Transfers.named(calls, replaces);
        if (named == null || named.left || !named.state.alive()) {
            return 481;
        }
        if (!may(calls, caller, named)) {
            return 403;
        }
        if (named.state.phase() == Phase.EARLY) {
            return 481; // section 3: only whoever sent its INVITE could give it up, and then to nobody who answers
        }
        Leg other = Call.other(named);
        if (replaces.earlyOnly()) {
            return 486;
        }
        return named.call.talks() && other.state.mayInvite() && other.updating == 0 ? 0 : 491;
    }

    /** Begins what {@link #refusal} allows. */
    static void begin(Call call, ServerTransaction transaction) {
        Replaces replaces = replaces(transaction.request());
        Leg named = replaces == null ? null : Transfers.named(call.calls, replaces);
        if (named == null) {
            throw new IllegalStateException("nothing to take over");
        }
        boolean room = call.calls.entered(call, call.caller);
        call.record.opened();
        call.dialled();
        if (room) {
            new Takeover(call, named).begin();
        } else {
            call.refuseAtOnce(call.caller.party.fullStatus(), "Too Many Calls");
        }
    }

    private static @Nullable Replaces replaces(SipRequest invite) {
        List<String> values = invite.values(HeaderName.REPLACES);
        return values.size() == 1 ? Replaces.parse(values.get(0)) : null;
    }

    /** The same account may, and whoever talks with it: it may have been sent by REFER. */
    private static boolean may(Calls calls, Party caller, Leg named) {
        String replaced = named.party.label();
        if (caller.label().equals(replaced)) {
            return true;
        }
        for (Call call : calls.all()) {
            for (Leg leg : call.legs) {
                if (leg.party.label().equals(caller.label())
                        && leg.state.phase() == Phase.UP
                        && Call.other(leg).party.label().equals(replaced)) {
                    return true;
                }
            }
        }
        return false;
    }
}
