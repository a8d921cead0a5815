package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.util.List;

/** INVITEs with Join (RFC 3911): their caller comes into the room of the participant whose dialog is named. */
final class Joins {
    private Joins() {}

    /** What becomes of it. */
    static CallPlan plan(Calls calls, SipRequest invite, Party caller) {
        List<String> values = invite.values(HeaderName.JOIN);
        // Section 4: one, and no Replaces beside it. The syntax is the same.
        Replaces join = values.size() == 1 && !invite.has(HeaderName.REPLACES) ? Replaces.parse(values.get(0)) : null;
        if (join == null) {
            return new CallPlan.Refuse("", 400, "");
        }
        Leg named = Transfers.named(calls, join);
        if (named == null || named.left || named.state.phase() != LegState.Phase.UP) {
            return new CallPlan.Refuse("", 481, "");
        }
        if (!(caller instanceof Party.Phone)) {
            return new CallPlan.Refuse("", 403, ""); // whom only the dial plan lets in
        }
        SeatedLeg seated = named.seated;
        return seated == null
                ? new CallPlan.Refuse("", 488, "") // two who talk with each other: their media do not meet here
                : new CallPlan.Dial("", ImmutableList.of(DialStep.into(seated.room(), status -> -1)));
    }
}
