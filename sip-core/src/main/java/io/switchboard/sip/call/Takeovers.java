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
        if (named == null) {
            return calls.ended.has(replaces) ? 603 : 481;
        }
        if (named.left || !named.state.alive()) {
            return 603; // it is ending
        }
        if (named.state.phase() == Phase.EARLY) {
            return early(calls, caller, named, invite);
        }
        boolean may = may(calls, caller, named);
        if (replaces.earlyOnly() && (may || mayPickUp(named.call.settings, caller, named.party))) {
            return 486;
        }
        if (!may) {
            return 403;
        }
        Leg other = Call.other(named);
        return named.call.talks() && other.state.mayInvite() && other.updating == 0 ? 0 : 491;
    }

    /**
     * A call that still rings: who is rung may be replaced by whoever picks up, and the caller by whoever may take over
     * its calls. (By section 3 the latter were 481; but a phone that carries out a transfer to a ringing target asks for
     * it.)
     */
    private static int early(Calls calls, Party caller, Leg named, SipRequest invite) {
        boolean rung = named.destination != null;
        if (rung ? !mayPickUp(named.call.settings, caller, named.party) : !may(calls, caller, named)) {
            return 403;
        }
        if (!RingingCall.rings(named.call)) {
            return 491;
        }
        boolean noOffer = SessionDescriptions.of(invite) == null;
        return noOffer && (!rung || named.call.caller.described == null) ? 488 : 0;
    }

    private static boolean mayPickUp(CallSettings settings, Party picker, Party rung) {
        return picker instanceof Party.Phone mine
                && rung instanceof Party.Phone theirs
                && (mine.label().equals(theirs.label())
                        || settings.pickup()
                                .may(mine.account().user(), theirs.account().user()));
    }

    /** Begins what {@link #refusal} allows. */
    static void begin(Call call, ServerTransaction transaction) {
        Crash.guard(() -> call, () -> start(call, transaction));
    }

    private static void start(Call call, ServerTransaction transaction) {
        boolean room = call.calls.entered(call, call.caller);
        call.record.opened();
        Replaces replaces = replaces(transaction.request());
        Leg named = replaces == null ? null : Transfers.named(call.calls, replaces);
        if (named == null) {
            throw new IllegalStateException("nothing to take over");
        }
        call.dialled();
        if (!room) {
            call.refuseAtOnce(call.caller.party.fullStatus(), "Too Many Calls");
        } else if (named.state.phase() != Phase.EARLY) {
            new Takeover(call, named).begin();
        } else if (named.destination == null) {
            new Takeover(call, named).await();
        } else {
            Pickup pickup = new Pickup(call, named);
            if (pickup.possible()) {
                pickup.begin();
            } else {
                call.refuseAtOnce(488, "");
            }
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
