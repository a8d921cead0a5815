package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.message.SipMessage;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A dialog of a leg, and the one on the other side of the call that it is paired with. A leg has more than one while its
 * INVITE is forked: each of the callee's early dialogs has one of its own on the caller's side.
 */
final class LegDialog extends Dialog {
    final Leg leg;

    /** Where the peer's last request that named a target came from. */
    private @Nullable Flow heard;

    @Nullable LegDialog peer;

    LegDialog(
            Leg leg,
            String callId,
            String localTag,
            String localParty,
            String remoteParty,
            String contact,
            String remoteTag,
            String remoteTarget) {
        super(callId, localTag, localParty, remoteParty, contact, remoteTag, remoteTarget);
        this.leg = leg;
    }

    /** Pairs two dialogs of the two sides of a call. */
    static void pair(LegDialog a, LegDialog b) {
        a.peer = b;
        b.peer = a;
    }

    /** Pairs the dialogs of two legs. */
    static void pair(Leg one, Leg other) {
        LegDialog mine = one.dialogs.main();
        LegDialog theirs = other.dialogs.main();
        if (mine != null && theirs != null) {
            pair(mine, theirs);
        }
    }

    /** What the peer of this leg asks for reaches nobody any more. */
    static void part(Leg leg) {
        LegDialog dialog = leg.dialogs.main();
        if (dialog != null) {
            dialog.peer = null;
        }
    }

    /** Takes a new remote target from a response that came the way that its request went. */
    void refresh(SipMessage response) {
        Hop before = hop();
        refreshTarget(response);
        if (leg.party instanceof Party.Phone) {
            hop(before);
        }
    }

    /**
     * Takes a new remote target. A phone is always answered where its messages come from, for it may sit behind a NAT or
     * have a GRUU as its Contact.
     */
    void refresh(SipMessage message, Hop camFrom) {
        refreshTarget(message);
        heard = camFrom.flow();
        if (leg.party instanceof Party.Phone) {
            hop(camFrom);
        }
    }

    /** Looks up the ways to the peer, none if its target is no URI that could be reached. */
    void resolve(Resolver resolver, int size, Consumer<List<Hop>> result) {
        SipUri next;
        try {
            next = nextHop();
        } catch (IllegalArgumentException e) {
            result.accept(List.of());
            return;
        }
        resolver.resolve(next, size, hops -> result.accept(ways(hops)));
    }

    /** The ways to the peer, from the listener where it was last heard. */
    List<Hop> ways(List<Hop> resolved) {
        Flow flow = heard;
        if (flow == null || resolved.isEmpty()) {
            return resolved;
        }
        List<Hop> ways = new ArrayList<>(resolved.size());
        for (int i = 0; i < resolved.size(); i++) {
            ways.add(resolved.get(i).from(flow));
        }
        return ways;
    }
}
