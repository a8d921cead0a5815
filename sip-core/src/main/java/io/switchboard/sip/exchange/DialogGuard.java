package io.switchboard.sip.exchange;

import io.switchboard.sip.auth.Account;
import io.switchboard.sip.auth.Admission;
import io.switchboard.sip.call.Calls;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.transport.Flow;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that names a dialog comes from its peer. The tags are no proof: whoever saw one message of the call
 * knows them.
 */
final class DialogGuard {
    private static final Admission ELSEWHERE = new Admission.Refused(403, "Not From This Trunk");

    private final Calls calls;

    DialogGuard(Calls calls) {
        this.calls = calls;
    }

    /**
     * Judges a request.
     *
     * @param peer of the dialog
     * @return null if it may pass, else what to answer: a challenge or a refusal
     */
    @Nullable Admission objection(SipRequest request, Flow flow, Party peer, ExchangeSettings settings) {
        return switch (peer) {
            case Party.Phone phone -> phone(request, flow, phone.account(), settings);
            case Party.Trunk trunk -> trunk(request, flow, trunk.name(), settings);
            case Party.Room room -> ELSEWHERE; // it is here, and sends no requests
        };
    }

    private @Nullable Admission phone(SipRequest request, Flow flow, Account owner, ExchangeSettings settings) {
        if (settings.inDialog() == ExchangeSettings.InDialog.SOURCE
                && flow.remote().equals(calls.lastHeard(request))) {
            return null;
        }
        Admission verdict = settings.gatekeeper().admit(request, flow, owner);
        return verdict instanceof Admission.FromAccount ? null : verdict;
    }

    /** By its sources, or by the host that the call goes to: a trunk that only takes calls has no sources. */
    private @Nullable Admission trunk(SipRequest request, Flow flow, String trunk, ExchangeSettings settings) {
        if (settings.gatekeeper().isFrom(trunk, flow)) {
            return null;
        }
        InetSocketAddress heard = calls.lastHeard(request);
        boolean same = heard != null && flow.remote().getAddress().equals(heard.getAddress());
        return same ? null : ELSEWHERE;
    }
}
