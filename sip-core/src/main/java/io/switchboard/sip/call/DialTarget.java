package io.switchboard.sip.call;

import io.switchboard.sip.message.SipUri;

/** Somebody whom the server calls into a call that runs, and whatever place it redirects to. */
interface DialTarget {
    /** What the dial plan says of a target. */
    CallPlan plan(SipUri target, CallPlanner planner);

    /** What the INVITE to a target is made from. */
    Original original(SipUri target);
}
