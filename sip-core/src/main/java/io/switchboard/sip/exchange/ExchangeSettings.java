package io.switchboard.sip.exchange;

import io.switchboard.routing.DialPlan;
import io.switchboard.sip.auth.Gatekeeper;
import io.switchboard.sip.call.CallSettings;
import java.util.Map;

/**
 * What the administrator configured, as one immutable snapshot: a reload swaps the whole, and a call that runs keeps the
 * one that it began with.
 *
 * @param gatekeeper knows accounts and trunks
 * @param inDialog how requests inside a phone's dialog are known
 * @param plan the compiled dial plan
 * @param peers where each of the plan's trunks is, by name
 * @param accountLimits calls that an account may have at once, by user name; absent for no limit
 * @param calls limits and timers of calls
 * @param ringMillis how long a called user may ring
 */
public record ExchangeSettings(
        Gatekeeper gatekeeper,
        InDialog inDialog,
        DialPlan plan,
        Map<String, TrunkPeer> peers,
        Map<String, Integer> accountLimits,
        CallSettings calls,
        long ringMillis) {
    /** How a phone's request inside a dialog is known to be the phone's. */
    public enum InDialog {
        /** By digest, as outside of dialogs. */
        DIGEST,
        /** By its source, if that is where the phone was last heard in this dialog; by digest from elsewhere. */
        SOURCE
    }

    /** Calls that an account may have at once, 0 for no limit. */
    int limitOf(String user) {
        return accountLimits.isEmpty() ? 0 : accountLimits.getOrDefault(user, 0);
    }
}
