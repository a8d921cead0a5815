package io.switchboard.sip.call;

import static io.switchboard.sip.call.LegMachine.ended;
import static io.switchboard.sip.call.LegMachine.same;
import static io.switchboard.sip.call.LegMachine.to;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.LegMachine.Step;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uac;
import io.switchboard.sip.call.LegState.Uas;

/** The part of {@link LegMachine} that ends a dialog: whatever is open in it is settled first. */
final class LegEndMachine {
    private LegEndMachine() {}

    /** Section 15.1.2: 200 to the BYE, 487 to what is pending. A callee may not end an early dialog with BYE. */
    static Step byeIn(LegState s) {
        if (s.phase() == Phase.ENDED) {
            return to(s, LegEffect.REFUSE_BYE);
        }
        if (s.phase() == Phase.ENDING) {
            return to(s, LegEffect.ANSWER_BYE);
        }
        if (s.phase() == Phase.EARLY && s.uas() != Uas.PENDING) {
            return to(s, LegEffect.REFUSE_BYE);
        }
        ImmutableList.Builder<LegEffect> effects = ImmutableList.builder();
        effects.add(LegEffect.ANSWER_BYE);
        settleUas(s, effects);
        settleUac(s, effects);
        if (!s.hangUp()) {
            effects.add(LegEffect.TELL_GONE);
        }
        effects.add(LegEffect.RELEASE);
        return new Step(new LegState(Phase.ENDED, Uas.NONE, settled(s.uac()), s.hangUp()), effects.build());
    }

    static Step dialogLost(LegState s) {
        if (s.phase() != Phase.UP) {
            return same(s);
        }
        ImmutableList.Builder<LegEffect> effects = ImmutableList.builder();
        settleUas(s, effects);
        settleUac(s, effects);
        effects.add(LegEffect.SEND_BYE);
        if (!s.hangUp()) {
            effects.add(LegEffect.TELL_GONE);
        }
        return new Step(new LegState(Phase.ENDING, Uas.NONE, settled(s.uac()), true), effects.build());
    }

    static Step hangUp(LegState s) {
        if (!s.alive() || s.hangUp()) {
            return same(s);
        }
        if (s.phase() == Phase.EARLY) {
            return s.uas() == Uas.PENDING
                    ? ended(s, LegEffect.SEND_REFUSAL, LegEffect.RELEASE)
                    : to(new LegState(s.phase(), s.uas(), Uac.CANCELLING, true), LegEffect.SEND_CANCEL);
        }
        ImmutableList.Builder<LegEffect> effects = ImmutableList.builder();
        settleUac(s, effects);
        if (s.uas() == Uas.ACCEPTED) {
            // Section 15: no BYE before the ACK or its time-out.
            return new Step(new LegState(s.phase(), s.uas(), settled(s.uac()), true), effects.build());
        }
        settleUas(s, effects);
        effects.add(LegEffect.SEND_BYE);
        return new Step(new LegState(Phase.ENDING, Uas.NONE, settled(s.uac()), true), effects.build());
    }

    static void settleUas(LegState s, ImmutableList.Builder<LegEffect> effects) {
        if (s.uas() == Uas.PENDING) {
            effects.add(LegEffect.SEND_487);
        } else if (s.uas() == Uas.ACCEPTED) {
            effects.add(LegEffect.STOP_2XX);
        }
    }

    static void settleUac(LegState s, ImmutableList.Builder<LegEffect> effects) {
        if (s.uac() == Uac.ANSWERED) {
            effects.add(LegEffect.SEND_ACK);
        } else if (s.uac() == Uac.PENDING) {
            effects.add(LegEffect.SEND_CANCEL); // a peer that never answers it would hold its transaction for ever
        }
    }

    static Uac settled(Uac uac) {
        return uac == Uac.ANSWERED ? Uac.NONE : uac == Uac.PENDING ? Uac.CANCELLING : uac;
    }
}
