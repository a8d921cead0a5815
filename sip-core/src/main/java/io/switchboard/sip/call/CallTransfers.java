package io.switchboard.sip.call;

import io.switchboard.sip.call.LegState.Phase;
import io.switchboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Blind transfers that the server begins by itself, as an administrator's command does: no REFER asks for them, and no
 * phone is sent reports. All else is as in a transfer by REFER (RFC 5589 section 6). Used in the lane of the calls.
 */
public final class CallTransfers {
    private final Calls calls;

    /** Told of one transfer, in the lane, after what it is told of has happened. */
    public interface Listener {
        /** The target is called (100) or rings (180). */
        default void progress(int status) {}

        /**
         * It is over. Called exactly once, whatever happens.
         *
         * @param status 200 if the participant now talks with the target; else the target's refusal or what stands for
         *     it: 403, 404, 480 or another of the dial plan, 481 no such participant or it is not in a call of two that
         *     was answered, 487 the participant has hung up, 488 its media are not known, 491 its call is being changed
         *     already, 500 the call has crashed, 503 the server is ending it. The call is then as it was, if there is
         *     still somebody on both sides
         */
        void concluded(int status);
    }

    /**
     * What is wanted.
     *
     * @param call id of the call, as in its record
     * @param participant number of the participant that shall talk with the target, 0 for who began the call; the other
     *     one is hung up once it does
     * @param target whom to call; the dial plan decides where that is
     * @param liable with whose rights, and at whose expense; null for the account among the two, of two accounts the one
     *     that leaves
     * @param by who wants it, for {@code transferred_by} of the record
     */
    public record Order(
            String call,
            int participant,
            SipUri target,
            @Nullable Party liable,
            String by) {}

    /** Transfers in these calls. */
    public CallTransfers(Calls calls) {
        this.calls = calls;
    }

    /** Begins a transfer. */
    public void transfer(Order order, Listener listener) {
        Told told = new Told(listener);
        Leg transferee = find(order);
        Leg transferor = transferee == null ? null : Call.other(transferee);
        if (transferee == null || transferor == null || transferor == transferee) {
            told.conclude(481);
            return;
        }
        int refusal = refusal(transferor, transferee);
        if (refusal > 0) {
            told.conclude(refusal);
            return;
        }
        Party liable = order.liable() != null ? order.liable() : liable(transferor.party, transferee.party);
        LegDialog dialog = transferee.dialogs.main();
        if (dialog == null) {
            throw new IllegalStateException("a leg that is up has no dialog");
        }
        TransferInvite invite = new TransferInvite(dialog, 70, "", null);
        new Transfer(transferor, transferee, told, TransferState.BLIND, order.by())
                .dial(new TransferTarget(invite, liable), order.target());
    }

    private @Nullable Leg find(Order order) {
        Call call = calls.byId(order.call());
        return call == null ? null : call.leg(order.participant());
    }

    private static int refusal(Leg transferor, Leg transferee) {
        if (transferor.left
                || transferee.left
                || transferor.state.phase() != Phase.UP
                || transferee.state.phase() != Phase.UP) {
            return 481;
        }
        return transferee.described == null ? 488 : transferee.call.talks() ? 0 : 491;
    }

    private static Party liable(Party leaves, Party stays) {
        return leaves instanceof Party.Phone || !(stays instanceof Party.Phone) ? leaves : stays;
    }

    /** Tells the listener later, when what is reported has been carried out. */
    private final class Told implements TransferReports {
        private final Listener listener;
        private boolean over;

        Told(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void report(int status) {
            if (!over) {
                calls.lane.execute(() -> listener.progress(status));
            }
        }

        @Override
        public void conclude(int status) {
            if (!over) {
                over = true;
                calls.lane.execute(() -> listener.concluded(status));
            }
        }

        @Override
        public void afterwards(Runnable then) {
            then.run();
        }
    }
}
