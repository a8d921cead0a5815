package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.call.LegState.Uac;
import io.switchboard.sip.call.LegState.Uas;

/**
 * The INVITE usage of one leg's dialog, whichever side began it: what is owed to the peer (a final response, an ACK, a
 * BYE) and what the call is told. It knows no messages; the shell keeps those. An INVITE inside the dialog
 * (re-INVITE) runs through the same two exchanges as the first one.
 */
final class LegMachine {
    /** What follows from an event. */
    record Step(LegState next, ImmutableList<LegEffect> effects) {}

    private static final int EVENTS = LegEvent.values().length;
    // All steps are made once: the machine costs a look-up and no garbage.
    private static final Step[] TABLE = new Step[4 * 3 * 4 * 2 * EVENTS];

    static {
        for (Phase phase : Phase.values()) {
            for (Uas uas : Uas.values()) {
                for (Uac uac : Uac.values()) {
                    for (LegEvent event : LegEvent.values()) {
                        for (int hangUp = 0; hangUp < 2; hangUp++) {
                            LegState state = new LegState(phase, uas, uac, hangUp == 1);
                            TABLE[index(state, event)] = compute(state, event);
                        }
                    }
                }
            }
        }
    }

    private LegMachine() {}

    static Step step(LegState state, LegEvent event) {
        return TABLE[index(state, event)];
    }

    @SuppressWarnings("EnumOrdinal") // the table is made and read by the same process
    private static int index(LegState s, LegEvent event) {
        return s.index() * EVENTS + event.ordinal();
    }

    private static Step compute(LegState s, LegEvent event) {
        return switch (event) {
            case INVITE_IN -> LegUasMachine.inviteIn(s);
            case CANCEL_IN -> LegUasMachine.cancelIn(s);
            case ACK_IN -> LegUasMachine.ackIn(s);
            case ACK_TIMEOUT -> LegUasMachine.ackTimeout(s);
            case BYE_IN -> LegEndMachine.byeIn(s);
            case SUCCESS_IN -> LegUacMachine.successIn(s);
            case FAILURE_IN -> LegUacMachine.failureIn(s);
            case BYE_DONE -> s.phase() == Phase.ENDING ? ended(s, LegEffect.RELEASE) : same(s);
            case DIALOG_LOST -> LegEndMachine.dialogLost(s);
            case ACCEPT ->
                s.uas() == Uas.PENDING && s.alive()
                        ? to(new LegState(Phase.UP, Uas.ACCEPTED, s.uac(), s.hangUp()), LegEffect.SEND_2XX)
                        : same(s);
            case REFUSE -> LegUasMachine.refuse(s);
            case INVITE_OUT ->
                s.mayInvite()
                        ? to(new LegState(s.phase(), s.uas(), Uac.PENDING, false), LegEffect.SEND_INVITE)
                        : same(s);
            case CANCEL_OUT ->
                s.phase() == Phase.UP && s.uac() == Uac.PENDING
                        ? to(new LegState(s.phase(), s.uas(), Uac.CANCELLING, s.hangUp()), LegEffect.SEND_CANCEL)
                        : same(s);
            case ACK_OUT ->
                s.uac() == Uac.ANSWERED
                        ? to(new LegState(s.phase(), s.uas(), Uac.NONE, s.hangUp()), LegEffect.SEND_ACK)
                        : same(s);
            case HANG_UP -> LegEndMachine.hangUp(s);
        };
    }

    static Step ended(LegState s, LegEffect... effects) {
        return to(new LegState(Phase.ENDED, Uas.NONE, Uac.NONE, s.hangUp()), effects);
    }

    static Step same(LegState s) {
        return to(s);
    }

    static Step to(LegState next, LegEffect... effects) {
        return new Step(next, ImmutableList.copyOf(effects));
    }
}
