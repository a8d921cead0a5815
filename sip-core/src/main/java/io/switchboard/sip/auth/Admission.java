package io.switchboard.sip.auth;

import java.util.List;

/** What the gatekeeper says of a request. */
public sealed interface Admission {
    /** Sent by this account: its digest is good and its From is its own. */
    record FromAccount(Account account) implements Admission {}

    /** Sent by this trunk, known by its address or TLS name. */
    record FromTrunk(String trunk) implements Admission {}

    /**
     * To be challenged.
     *
     * @param status 401 with WWW-Authenticate (REGISTER), else 407 with Proxy-Authenticate
     * @param challenges header values, the strongest algorithm first
     */
    record Challenge(int status, List<String> challenges) implements Admission {}

    /** To be refused with this status and phrase. */
    record Refused(int status, String reason) implements Admission {}
}
