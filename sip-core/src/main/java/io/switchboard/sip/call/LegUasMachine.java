package io.switchboard.sip.call;

import static io.switchboard.sip.call.LegMachine.ended;
import static io.switchboard.sip.call.LegMachine.same;
import static io.switchboard.sip.call.LegMachine.to;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.LegMachine.Step;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uas;

/** The half of {@link LegMachine} that answers the peer's INVITEs. */
final class LegUasMachine {
    private LegUasMachine() {}

    /** RFC 3261 section 14.2: 500 while the peer's own is open, 491 while ours is. */
    static Step inviteIn(LegState s) {
        if (!s.alive()) {
            return to(s, LegEffect.REFUSE_481);
        }
        if (s.uas() == Uas.PENDING) {
            return to(s, LegEffect.REFUSE_500_RETRY);
        }
        if (!s.mayInvite()) {
            return to(s, LegEffect.REFUSE_491);
        }
        return to(new LegState(s.phase(), Uas.PENDING, s.uac(), false), LegEffect.RELAY_INVITE);
    }

    /** Section 9.2. A re-INVITE's final response comes from the other side, which may have answered meanwhile. */
    static Step cancelIn(LegState s) {
        if (s.uas() != Uas.PENDING) {
            return same(s);
        }
        return s.phase() == Phase.EARLY
                ? ended(s, LegEffect.SEND_487, LegEffect.TELL_GONE, LegEffect.RELEASE)
                : to(s, LegEffect.RELAY_CANCEL);
    }

    /** Section 13.3.1.4; section 15: a BYE that waited for the ACK goes out now. */
    static Step ackIn(LegState s) {
        if (s.uas() != Uas.ACCEPTED) {
            return same(s);
        }
        if (s.hangUp()) {
            return to(new LegState(Phase.ENDING, Uas.NONE, s.uac(), true), LegEffect.STOP_2XX, LegEffect.SEND_BYE);
        }
        return to(new LegState(s.phase(), Uas.NONE, s.uac(), false), LegEffect.STOP_2XX, LegEffect.RELAY_ACK);
    }

    /** Section 13.3.1.4: without ACK after 64*T1 the dialog stands, and the session is ended with BYE. */
    static Step ackTimeout(LegState s) {
        if (s.uas() != Uas.ACCEPTED) {
            return same(s);
        }
        LegState next = new LegState(Phase.ENDING, Uas.NONE, LegEndMachine.settled(s.uac()), true);
        ImmutableList.Builder<LegEffect> effects = ImmutableList.builder();
        effects.add(LegEffect.STOP_2XX);
        LegEndMachine.settleUac(s, effects);
        effects.add(LegEffect.SEND_BYE);
        if (!s.hangUp()) {
            effects.add(LegEffect.TELL_GONE);
        }
        return new Step(next, effects.build());
    }

    static Step refuse(LegState s) {
        if (s.uas() != Uas.PENDING) {
            return same(s);
        }
        return s.phase() == Phase.EARLY
                ? ended(s, LegEffect.SEND_REFUSAL, LegEffect.RELEASE)
                : to(new LegState(s.phase(), Uas.NONE, s.uac(), s.hangUp()), LegEffect.SEND_REFUSAL);
    }
}
