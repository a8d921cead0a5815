package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transaction.ServerTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** REFERs inside calls: which of them the server carries out, and how they are answered (RFC 3515 section 2.4.2). */
final class Transfers {
    private Transfers() {}

    /**
     * A REFER inside a dialog.
     *
     * @return false if it is to be passed to the other side
     */
    static boolean refer(Leg leg, ServerTransaction transaction, LegDialog in) {
        if (leg.call.settings.referBy() == CallSettings.ReferBy.PHONE) {
            return false;
        }
        SipRequest request = transaction.request();
        return switch (Refer.of(request)) {
            case Refer.Pass pass -> false;
            case Refer.Wrong wrong -> {
                ResponseBuilder builder = ResponseBuilder.of(request, wrong.status(), "");
                if (!wrong.unsupported().isEmpty()) {
                    builder.header(HeaderName.UNSUPPORTED, wrong.unsupported());
                }
                transaction.respond(builder.build());
                yield true;
            }
            case Refer.Call refer -> {
                LegDialog other = in.peer;
                int refusal = other == null ? 481 : refusal(leg, other.leg);
                if (other == null || refusal > 0) {
                    transaction.respond(ResponseBuilder.of(request, refusal, "").build());
                } else {
                    accept(leg, other, transaction, in, refer);
                }
                yield true;
            }
        };
    }

    /** Final status for a REFER that may not be or not now, 0 if it may. */
    private static int refusal(Leg transferor, Leg transferee) {
        if (!transferor.party.transfers()) {
            return 403;
        }
        if (transferor.left || !transferor.state.alive() || !transferee.state.alive()) {
            return 481;
        }
        if (transferor.state.phase() == Phase.EARLY || transferee.state.phase() == Phase.EARLY) {
            return 491; // there is nobody yet who could be transferred
        }
        return transferor.call.talks() ? transferee.described == null ? 488 : 0 : 491;
    }

    private static void accept(
            Leg transferor, LegDialog transferee, ServerTransaction transaction, LegDialog in, Refer.Call refer) {
        SipRequest request = transaction.request();
        ResponseBuilder accepted = ResponseBuilder.of(request, 202, "").header(HeaderName.CONTACT, in.contact());
        if (refer.silent()) {
            accepted.header(HeaderName.REFER_SUB, "false");
        }
        transaction.respond(accepted.build());
        // Section 2.4.6: only the first of a dialog may go without an id.
        String event = transferor.refers++ == 0 ? "refer" : "refer;id=" + request.cseq();
        TransferReports reports = new ReferSubscription(transferor, in, event, refer.silent());
        String by = transferor.party.label();
        Leg consulted = refer.replaces() == null ? null : named(transferor.call.calls, refer.replaces());
        if (consulted == null) {
            TransferInvite invite = new TransferInvite(
                    transferee,
                    FieldValues.maxForwards(request),
                    referredBy(transferor.party, transferee, request),
                    refer.replaces());
            new Transfer(transferor, transferee.leg, reports, TransferState.BLIND, by)
                    .dial(new TransferTarget(invite, transferor.party), refer.target());
        } else if (mayTake(transferor, consulted)) {
            new Transfer(transferor, transferee.leg, reports, TransferState.ATTENDED, by)
                    .take(consulted, Call.other(consulted));
        } else if (mayFollow(transferor, consulted) && consulted.seated != null) {
            new Transfer(transferor, transferee.leg, reports, TransferState.BLIND, by)
                    .follow(consulted, consulted.seated.room());
        } else if (mayAwait(transferor, consulted)) {
            new Transfer(transferor, transferee.leg, reports, TransferState.RINGING, by).await(consulted);
        } else {
            new Transfer(transferor, transferee.leg, reports, TransferState.BLIND, by).fail(481);
        }
    }

    /**
     * The leg whose dialog a Replaces names (RFC 3891 section 3), or null. Some phones have the two tags the wrong way
     * round.
     */
    static @Nullable Leg named(Calls calls, Replaces replaces) {
        Leg leg = named(calls, replaces.callId(), replaces.toTag(), replaces.fromTag());
        return leg != null ? leg : named(calls, replaces.callId(), replaces.fromTag(), replaces.toTag());
    }

    private static @Nullable Leg named(Calls calls, String callId, String ours, String theirs) {
        Leg leg = calls.find(callId, ours);
        return leg != null && leg.dialogs.find(ours, theirs) != null ? leg : null;
    }

    /** Whether a transferor may give away the other side of this leg: it is its own, in another call. */
    private static boolean mayTake(Leg transferor, Leg consulted) {
        return own(transferor, consulted)
                && consulted.call.talks()
                && consulted.state.phase() == Phase.UP
                && Call.other(consulted).state.phase() == Phase.UP;
    }

    /** Whether it may give away whoever will answer: it is its own call, which still rings. */
    private static boolean mayAwait(Leg transferor, Leg consulted) {
        return own(transferor, consulted)
                && consulted == consulted.call.caller
                && consulted.state.phase() == Phase.EARLY
                && RingingCall.rings(consulted.call);
    }

    /** Whether it may take the transferee into the room where it is itself. */
    private static boolean mayFollow(Leg transferor, Leg consulted) {
        return own(transferor, consulted) && consulted.state.phase() == Phase.UP && consulted.call.errand == null;
    }

    private static boolean own(Leg transferor, Leg consulted) {
        return consulted.call != transferor.call
                && consulted.party.label().equals(transferor.party.label())
                && !consulted.left;
    }

    /**
     * Who asked for it (RFC 3892), as the server knows and not as a phone claims: the account; of a trunk what it says if
     * its identities are believed, else whom the transferee talks with.
     */
    private static String referredBy(Party transferor, LegDialog transferee, SipRequest request) {
        return switch (transferor) {
            case Party.Phone phone -> {
                String user = SipUri.escapedUser(phone.account().user());
                yield "<sip:" + user + "@" + phone.account().domain() + ">";
            }
            case Party.Room room -> ""; // which asks for none
            case Party.Trunk trunk -> {
                List<String> claimed = request.values(HeaderName.REFERRED_BY);
                yield "<"
                        + (trunk.trusted() && claimed.size() == 1
                                ? uri(claimed.get(0), transferee.localParty())
                                : uri(transferee.localParty(), ""))
                        + ">";
            }
        };
    }

    private static String uri(String value, String otherwise) {
        try {
            return NameAddr.parse(value).uri();
        } catch (IllegalArgumentException e) {
            return otherwise.isEmpty() ? "sip:anonymous@anonymous.invalid" : uri(otherwise, "");
        }
    }
}
