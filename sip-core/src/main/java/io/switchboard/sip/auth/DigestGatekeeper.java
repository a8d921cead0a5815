package io.switchboard.sip.auth;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.transport.Flow;
import java.net.InetAddress;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Knows trunks by where they send from and accounts by their digest, who may share an address: credentials for our realm
 * count first. All others are challenged, whomever they claim to be. One for each configuration; the verifier goes from
 * one to the next.
 *
 * <p>In a dialog From names whatever the dialog was made with, so it is not compared with the account there: the dialog
 * says whose digest it has to be.
 */
public final class DigestGatekeeper implements Gatekeeper {
    private static final Admission NOT_YOURS = new Admission.Refused(403, "Identity Belongs to Another");
    private static final Admission BLOCKED = new Admission.Refused(403, "Too Many Failed Attempts");

    private final DigestVerifier verifier;
    private final AccountDirectory accounts;
    private final TrunkDirectory trunks;
    private final OwnAddress own = new OwnAddress();

    /** A gatekeeper of a configuration. */
    public DigestGatekeeper(DigestVerifier verifier, AccountDirectory accounts, TrunkDirectory trunks) {
        this.verifier = verifier;
        this.accounts = accounts;
        this.trunks = trunks;
    }

    @Override
    public Admission.@Nullable Challenge challenge(SipRequest register, Flow flow) {
        // Trunks have no bindings here, so a REGISTER is always an account's.
        return register.has(HeaderName.AUTHORIZATION) || register.has(HeaderName.PROXY_AUTHORIZATION)
                ? null
                : challenge(true, flow.remote().getAddress(), false);
    }

    @Override
    public Admission admit(SipRequest request, Flow flow) {
        boolean register = request.method().equals(Request.REGISTER);
        AuthParams credentials = verifier.credentials(request, accounts.realm());
        InetAddress source = flow.remote().getAddress();
        if (credentials == null) {
            String trunk = register ? null : trunks.find(flow);
            return trunk != null ? new Admission.FromTrunk(trunk) : challenge(register, source, false);
        }
        return switch (verifier.verify(credentials, request, accounts, source)) {
            case DigestVerifier.Result.Blocked blocked -> BLOCKED;
            case DigestVerifier.Result.Unproven unproven -> challenge(register, source, unproven.stale());
            case DigestVerifier.Result.Proven proven ->
                ownsAll(proven.account(), request, register) ? new Admission.FromAccount(proven.account()) : NOT_YOURS;
        };
    }

    @Override
    public Admission admit(SipRequest request, Flow flow, Account owner) {
        AuthParams credentials = verifier.credentials(request, accounts.realm());
        InetAddress source = flow.remote().getAddress();
        if (credentials == null) {
            return challenge(owner, source, false);
        }
        return switch (verifier.verify(credentials, request, accounts, source)) {
            case DigestVerifier.Result.Blocked blocked -> BLOCKED;
            case DigestVerifier.Result.Unproven unproven -> challenge(owner, source, unproven.stale());
            case DigestVerifier.Result.Proven proven ->
                proven.account().aor().equals(owner.aor()) ? new Admission.FromAccount(proven.account()) : NOT_YOURS;
        };
    }

    @Override
    public boolean isFrom(String trunk, Flow flow) {
        return trunk.equals(trunks.find(flow));
    }

    private Admission.Challenge challenge(boolean register, InetAddress source, boolean stale) {
        return new Admission.Challenge(
                register ? 401 : 407, verifier.challenges(accounts.realm(), source, stale, accounts.algorithms()));
    }

    private Admission challenge(Account owner, InetAddress source, boolean stale) {
        // A call keeps the account that it began with; what it can answer says the configuration of today.
        List<DigestAlgorithm> algorithms = accounts.algorithms(owner.user());
        return new Admission.Challenge(407, verifier.challenges(accounts.realm(), source, stale, algorithms));
    }

    private boolean ownsAll(Account account, SipRequest request, boolean register) {
        try {
            return owns(account, request, HeaderName.FROM)
                    && (!register || owns(account, request, HeaderName.TO))
                    && ownsEach(account, request.values(HeaderName.P_PREFERRED_IDENTITY))
                    && ownsEach(account, request.values(HeaderName.P_ASSERTED_IDENTITY));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean ownsEach(Account account, List<String> identities) {
        for (int i = 0; i < identities.size(); i++) {
            for (NameAddr identity : NameAddr.parseList(identities.get(i))) {
                if (!owns(account, SipUri.parse(identity.uri()))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean owns(Account account, SipRequest request, HeaderName header) {
        return own.is(account, request, header) || owns(account, uri(request, header));
    }

    private boolean owns(Account account, SipUri uri) {
        return uri.user().equals(account.user()) && accounts.isLocal(uri.host());
    }

    private static SipUri uri(SipRequest request, HeaderName header) {
        String value = request.value(header);
        if (value == null) {
            throw new IllegalArgumentException("no " + header);
        }
        return SipUri.parse(NameAddr.parse(value).uri());
    }
}
