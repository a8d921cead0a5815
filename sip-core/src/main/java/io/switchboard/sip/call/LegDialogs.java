package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of one leg's INVITE: one once it is confirmed, before that one for each early dialog (RFC 3261 section
 * 13.2.2.4).
 */
final class LegDialogs {
    private static final int MAX_FORKS = 32; // more than any network has, few enough for a peer that makes them up

    private final Leg leg;
    private final String callId;
    private @Nullable LegDialog main;
    private List<LegDialog> forks = List.of();

    LegDialogs(Leg leg, String callId) {
        this.leg = leg;
        this.callId = callId;
    }

    String callId() {
        return callId;
    }

    /** The confirmed dialog, or the first early one; null while there is none. */
    @Nullable LegDialog main() {
        return main;
    }

    /** Makes our half of a dialog that an INVITE will create, in place of one made for an earlier attempt. */
    LegDialog begin(String localTag, String from, Destination to, String contact) {
        LegDialog made = new LegDialog(leg, callId, localTag, from, "<" + to.to() + ">", contact, "", to.requestUri());
        made.preload(to.routes());
        main = made;
        return made;
    }

    /** The dialog that a response to our INVITE belongs to; made if its To tag is new. */
    LegDialog forResponse(LegDialog first, SipResponse response) {
        String tag = response.toTag();
        if (tag == null) {
            return first;
        }
        if (first.remoteTag().isEmpty()) {
            first.established(response);
            return first;
        }
        LegDialog found = find(first.localTag(), tag);
        if (found != null) {
            return found;
        }
        LegDialog made = fork(first, response);
        add(made);
        return made;
    }

    /** Whether a provisional response may have a dialog: it has one, or there are not too many. */
    boolean hasRoomFor(SipResponse provisional) {
        return forks.size() < MAX_FORKS || main == null || find(main.localTag(), provisional.toTag()) != null;
    }

    private LegDialog fork(LegDialog first, SipResponse response) {
        LegDialog made = new LegDialog(
                leg,
                callId,
                first.localTag(),
                first.localParty(),
                first.remoteParty(),
                first.contact(),
                "",
                first.remoteTarget());
        made.countFrom(first.lastCseq());
        made.established(response);
        return made;
    }

    /** The caller's dialog that stands for an early dialog of a branch; made when first asked for. */
    LegDialog counterpart(IncomingInvite invite, LegDialog branch) {
        LegDialog mine = branch.peer;
        if (mine != null && mine.leg == leg) {
            return mine;
        }
        LegDialog made = answering(
                invite, leg.call.calls.replies.contact(invite.transaction.flow().local()));
        LegDialog.pair(made, branch);
        keep(made);
        return made;
    }

    private void keep(LegDialog made) {
        if (main == null) {
            main = made;
        } else {
            add(made);
        }
    }

    /** The caller's only dialog, with nobody on the other side. */
    LegDialog alone(IncomingInvite invite, String contact) {
        LegDialog made = answering(invite, contact);
        keep(made);
        return made;
    }

    private LegDialog answering(IncomingInvite invite, String contact) {
        SipRequest request = invite.request;
        Flow flow = invite.transaction.flow();
        String fromTag = request.fromTag();
        LegDialog made = new LegDialog(
                leg,
                callId,
                leg.call.calls.tokens.token(),
                NameAddr.withoutParameters(request.value(HeaderName.TO)),
                NameAddr.withoutParameters(request.value(HeaderName.FROM)),
                contact,
                fromTag == null ? "" : fromTag,
                "");
        made.accepted(request);
        made.refresh(request, Hop.of(flow));
        leg.call.calls.register(made.localTag(), leg);
        return made;
    }

    /** A 2xx chose this one; the others are over. */
    void confirm(LegDialog chosen) {
        if (main != null && main != chosen) {
            drop(main, chosen);
        }
        for (LegDialog fork : forks) {
            drop(fork, chosen);
        }
        forks = List.of();
        main = chosen;
    }

    private void drop(LegDialog dialog, LegDialog chosen) {
        if (!dialog.localTag().equals(chosen.localTag())) {
            leg.call.calls.unregister(dialog.localTag());
        }
    }

    /** All of them are over. */
    void unregister() {
        if (main != null) {
            leg.call.calls.unregister(main.localTag());
        }
        for (LegDialog fork : forks) {
            leg.call.calls.unregister(fork.localTag());
        }
    }

    /** The dialog with these tags, or null. */
    @Nullable LegDialog find(@Nullable String localTag, @Nullable String remoteTag) {
        String tag = remoteTag == null ? "" : remoteTag; // RFC 2543 peers may have none
        if (main != null && main.localTag().equals(localTag) && main.remoteTag().equals(tag)) {
            return main;
        }
        for (LegDialog fork : forks) {
            if (fork.localTag().equals(localTag) && fork.remoteTag().equals(tag)) {
                return fork;
            }
        }
        return null;
    }

    private void add(LegDialog made) {
        List<LegDialog> more = new ArrayList<>(forks);
        more.add(made);
        forks = more;
    }
}
