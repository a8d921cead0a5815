package io.switchboard.sip.call;

import static io.switchboard.sip.call.LegMachine.ended;
import static io.switchboard.sip.call.LegMachine.same;
import static io.switchboard.sip.call.LegMachine.to;

import io.switchboard.sip.call.LegMachine.Step;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uac;
import io.switchboard.sip.call.LegState.Uas;

/** The half of {@link LegMachine} that hears what becomes of our INVITEs. */
final class LegUacMachine {
    private LegUacMachine() {}

    /** Section 13.2.2.4. */
    static Step successIn(LegState s) {
        if (s.uac() != Uac.PENDING && s.uac() != Uac.CANCELLING) {
            return same(s);
        }
        return switch (s.phase()) {
            case EARLY ->
                s.hangUp() // the 2xx crossed our CANCEL (section 9.1)
                        ? to(
                                new LegState(Phase.ENDING, Uas.NONE, Uac.NONE, true),
                                LegEffect.SEND_ACK,
                                LegEffect.SEND_BYE)
                        : to(new LegState(Phase.UP, s.uas(), Uac.ANSWERED, false), LegEffect.TELL_ANSWERED);
            case UP ->
                s.hangUp()
                        ? to(new LegState(s.phase(), s.uas(), Uac.NONE, true), LegEffect.SEND_ACK)
                        : to(new LegState(s.phase(), s.uas(), Uac.ANSWERED, false), LegEffect.RELAY_SUCCESS);
            case ENDING, ENDED -> to(new LegState(s.phase(), s.uas(), Uac.NONE, s.hangUp()), LegEffect.SEND_ACK);
        };
    }

    static Step failureIn(LegState s) {
        if (s.uac() != Uac.PENDING && s.uac() != Uac.CANCELLING) {
            return same(s);
        }
        return switch (s.phase()) {
            case EARLY -> s.hangUp() ? ended(s, LegEffect.RELEASE) : ended(s, LegEffect.TELL_FAILED, LegEffect.RELEASE);
            case UP -> to(new LegState(s.phase(), s.uas(), Uac.NONE, s.hangUp()), LegEffect.RELAY_FAILURE);
            case ENDING, ENDED -> to(new LegState(s.phase(), s.uas(), Uac.NONE, s.hangUp()));
        };
    }
}
