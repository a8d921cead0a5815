package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryMachineTest {
    private static final String A = "a";
    private static final String B = "b";

    private DeliveryState state = DeliveryState.EMPTY;

    private List<DeliveryEffect> fire(DeliveryEvent event) {
        DeliveryMachine.Step step = DeliveryMachine.step(state, event);
        state = step.next();
        return step.effects();
    }

    private List<DeliveryEffect> arrives(long id) {
        return fire(new DeliveryEvent.Arrived(id, "alice", false));
    }

    private List<DeliveryEffect> registers(String device) {
        return fire(new DeliveryEvent.Registered(device, false));
    }

    private static DeliveryEffect deliver(long id, String device, String... refused) {
        return new DeliveryEffect.Deliver(id, device, ImmutableSet.copyOf(refused));
    }

    /** RFC 3428 section 7: 200 if it is delivered, and nothing is written before. */
    @Test
    void whoIsThereGetsItAtOnce() {
        registers(A);
        assertThat(arrives(1)).containsExactly(new DeliveryEffect.Send(1, A));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(new DeliveryEffect.Answer(1, 200), deliver(1, A), new DeliveryEffect.Release(1));
        assertThat(state.idle()).isTrue();
    }

    /** 202 only once it is durable. */
    @Test
    void whoIsNotThereHasItKept() {
        assertThat(arrives(1)).containsExactly(new DeliveryEffect.Store(1));
        assertThat(fire(new DeliveryEvent.Stored(1, true)))
                .containsExactly(new DeliveryEffect.Answer(1, 202), new DeliveryEffect.Release(1));
        assertThat(state.idle()).isTrue();
        assertThat(fire(new DeliveryEvent.Registered(A, true))).containsExactly(new DeliveryEffect.Load(A, 0));
        assertThat(fire(new DeliveryEvent.Loaded(
                        A,
                        List.of(
                                new DeliveryEvent.Due(1, "alice", false),
                                new DeliveryEvent.Due(2, "alice", false),
                                new DeliveryEvent.Due(3, "carol", false)),
                        0)))
                .containsExactly(new DeliveryEffect.Send(1, A), new DeliveryEffect.Send(3, A));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .as("one of a sender at a time")
                .containsExactly(deliver(1, A), new DeliveryEffect.Send(2, A), new DeliveryEffect.Release(1));
    }

    @Test
    void aStoreThatFailsIsAdmitted() {
        arrives(1);
        assertThat(fire(new DeliveryEvent.Stored(1, false)))
                .containsExactly(new DeliveryEffect.Answer(1, 500), new DeliveryEffect.Release(1));
    }

    @Test
    void whoWaitsTooLongIsToldThatItIsKept() {
        registers(A);
        arrives(1);
        assertThat(fire(new DeliveryEvent.Waited(1))).containsExactly(new DeliveryEffect.Store(1));
        assertThat(fire(new DeliveryEvent.Stored(1, true))).containsExactly(new DeliveryEffect.Answer(1, 202));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(deliver(1, A), new DeliveryEffect.Release(1));
    }

    @Test
    void aDeviceThatIsNotReachedIsTriedAgainLater() {
        registers(A);
        arrives(1);
        assertThat(fire(new DeliveryEvent.Failed(1, A))).containsExactly(new DeliveryEffect.Store(1));
        assertThat(fire(new DeliveryEvent.Stored(1, true)))
                .containsExactly(
                        new DeliveryEffect.Answer(1, 202), new DeliveryEffect.Retry(1), new DeliveryEffect.Release(1));
        assertThat(fire(new DeliveryEvent.RetryDue())).containsExactly(new DeliveryEffect.Load(A, 0));
        fire(new DeliveryEvent.Loaded(A, List.of(new DeliveryEvent.Due(1, "alice", false)), 0));
        assertThat(fire(new DeliveryEvent.Failed(1, A)))
                .containsExactly(new DeliveryEffect.Retry(2), new DeliveryEffect.Release(1));
    }

    /** It is owed what the other has, and registers by itself only after an hour perhaps. */
    @Test
    void aDeviceThatIsNotReachedIsTriedAgainThoughAnotherHasIt() {
        registers(A);
        registers(B);
        arrives(1);
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(new DeliveryEffect.Answer(1, 200), deliver(1, A));
        assertThat(fire(new DeliveryEvent.Failed(1, B)))
                .containsExactly(new DeliveryEffect.Retry(1), new DeliveryEffect.Release(1));
        assertThat(state.idle()).as("a timer runs").isFalse();
        assertThat(fire(new DeliveryEvent.RetryDue())).containsExactly(new DeliveryEffect.Load(B, 0));
        assertThat(fire(new DeliveryEvent.Loaded(B, List.of(new DeliveryEvent.Due(1, "alice", true)), 0)))
                .containsExactly(new DeliveryEffect.Send(1, B));
        assertThat(fire(new DeliveryEvent.Failed(1, B)))
                .containsExactly(new DeliveryEffect.Retry(2), new DeliveryEffect.Release(1));
    }

    /** Else a dead phone beside a busy one would be tried every few seconds. */
    @Test
    void pausesGrowThoughAnotherDeviceTakesWhatComes() {
        registers(A);
        registers(B);
        arrives(1);
        fire(new DeliveryEvent.Accepted(1, A));
        assertThat(fire(new DeliveryEvent.Failed(1, B))).contains(new DeliveryEffect.Retry(1));
        fire(new DeliveryEvent.RetryDue());
        fire(new DeliveryEvent.Loaded(B, List.of(new DeliveryEvent.Due(1, "alice", true)), 0));
        arrives(2);
        fire(new DeliveryEvent.Accepted(2, A));
        assertThat(fire(new DeliveryEvent.Failed(1, B))).contains(new DeliveryEffect.Retry(2));
        fire(new DeliveryEvent.RetryDue());
        fire(new DeliveryEvent.Loaded(B, List.of(new DeliveryEvent.Due(1, "alice", true)), 0));
        fire(new DeliveryEvent.Accepted(1, B));
        arrives(3);
        fire(new DeliveryEvent.Accepted(3, A));
        assertThat(fire(new DeliveryEvent.Failed(3, B)))
                .as("it has answered meanwhile")
                .contains(new DeliveryEffect.Retry(1));
    }

    @Test
    void aDeviceThatFailedBeforeTheOtherTookItIsTriedAgain() {
        registers(A);
        registers(B);
        arrives(1);
        assertThat(fire(new DeliveryEvent.Failed(1, B))).isEmpty();
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(
                        new DeliveryEffect.Answer(1, 200),
                        deliver(1, A),
                        new DeliveryEffect.Retry(1),
                        new DeliveryEffect.Release(1));
    }

    @Test
    void nobodyIsTriedAgainWithWhatIsFleeting() {
        registers(A);
        registers(B);
        fire(new DeliveryEvent.Arrived(1, "alice", true));
        fire(new DeliveryEvent.Failed(1, B));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(new DeliveryEffect.Answer(1, 200), deliver(1, A), new DeliveryEffect.Release(1));
        assertThat(state.idle()).isTrue();
    }

    @Test
    void theFirstDeviceCountsAndTheOtherIsOwedIt() {
        registers(A);
        registers(B);
        assertThat(arrives(1)).containsExactly(new DeliveryEffect.Send(1, A), new DeliveryEffect.Send(1, B));
        assertThat(fire(new DeliveryEvent.Accepted(1, B)))
                .containsExactly(new DeliveryEffect.Answer(1, 200), deliver(1, B));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(new DeliveryEffect.Serve(1, A), new DeliveryEffect.Release(1));
    }

    @Test
    void aRefusalCountsIfNoDeviceWantsIt() {
        registers(A);
        registers(B);
        arrives(1);
        assertThat(fire(new DeliveryEvent.Refused(1, A, 415))).isEmpty();
        assertThat(fire(new DeliveryEvent.Refused(1, B, 603)))
                .containsExactly(new DeliveryEffect.Answer(1, 603), new DeliveryEffect.Release(1));
    }

    @Test
    void whoRefusesIsOwedNothing() {
        registers(A);
        registers(B);
        arrives(1);
        fire(new DeliveryEvent.Refused(1, A, 415));
        assertThat(fire(new DeliveryEvent.Accepted(1, B)))
                .containsExactly(new DeliveryEffect.Answer(1, 200), deliver(1, B, A), new DeliveryEffect.Release(1));
    }

    @Test
    void aKeptMessageThatIsRefusedComesBack() {
        registers(A);
        arrives(1);
        fire(new DeliveryEvent.Waited(1));
        fire(new DeliveryEvent.Stored(1, true));
        assertThat(fire(new DeliveryEvent.Refused(1, A, 488)))
                .containsExactly(new DeliveryEffect.Bury(1, 488, true), new DeliveryEffect.Release(1));
    }

    @Test
    void expiryIsTold() {
        assertThat(fire(new DeliveryEvent.Expired(7))).containsExactly(new DeliveryEffect.Bury(7, 0, true));
        registers(A);
        arrives(1);
        assertThat(fire(new DeliveryEvent.Expired(1))).as("it is on its way").isEmpty();
    }

    /** RFC 3994 section 3: "is composing" is worth nothing later. */
    @Test
    void whatIsFleetingIsNeverKept() {
        assertThat(fire(new DeliveryEvent.Arrived(1, "alice", true)))
                .containsExactly(new DeliveryEffect.Answer(1, 480), new DeliveryEffect.Release(1));
    }

    @Test
    void whatComesWhileOlderOnesAreFetchedWaitsBehindThem() {
        fire(new DeliveryEvent.Registered(A, true));
        assertThat(arrives(9)).isEmpty();
        assertThat(fire(new DeliveryEvent.Loaded(A, List.of(new DeliveryEvent.Due(1, "alice", false)), 0)))
                .containsExactly(new DeliveryEffect.Send(1, A));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(deliver(1, A), new DeliveryEffect.Send(9, A), new DeliveryEffect.Release(1));
    }

    @Test
    void whatComesWhilePagesAreLeftWaitsBehindThem() {
        fire(new DeliveryEvent.Registered(A, true));
        arrives(9);
        fire(new DeliveryEvent.Loaded(A, List.of(new DeliveryEvent.Due(1, "alice", false)), 1));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(deliver(1, A), new DeliveryEffect.Load(A, 0), new DeliveryEffect.Release(1));
        assertThat(fire(new DeliveryEvent.Loaded(A, List.of(), 0))).containsExactly(new DeliveryEffect.Send(9, A));
    }

    /** It has registered again meanwhile, and something waits for it. */
    @Test
    void aDeviceThatFailsBeforeItWasAskedForIsTriedAgain() {
        registers(A);
        fire(new DeliveryEvent.Arrived(9, "alice", true));
        assertThat(fire(new DeliveryEvent.Registered(A, true))).isEmpty();
        assertThat(fire(new DeliveryEvent.Failed(9, A)))
                .containsExactly(
                        new DeliveryEffect.Retry(1), new DeliveryEffect.Answer(9, 480), new DeliveryEffect.Release(9));
        assertThat(fire(new DeliveryEvent.RetryDue())).containsExactly(new DeliveryEffect.Load(A, 0));
    }

    /** What has expired is on its way to the other perhaps, but for nobody else. */
    @Test
    void aDeviceThatComesGetsWhatIsKeptFromTheStoreAlone() {
        registers(A);
        arrives(1);
        fire(new DeliveryEvent.Waited(1));
        fire(new DeliveryEvent.Stored(1, true));
        assertThat(fire(new DeliveryEvent.Registered(B, true))).containsExactly(new DeliveryEffect.Load(B, 0));
        assertThat(fire(new DeliveryEvent.Loaded(B, List.of(), 0))).isEmpty();
    }

    /** All that a page holds may be out of date: the next one is asked for all the same. */
    @Test
    void aPageOfWhatEndedMeanwhileIsPassedOver() {
        fire(new DeliveryEvent.Registered(A, true));
        assertThat(fire(new DeliveryEvent.Loaded(A, List.of(), 5))).containsExactly(new DeliveryEffect.Load(A, 5));
        assertThat(fire(new DeliveryEvent.Loaded(A, List.of(new DeliveryEvent.Due(6, "alice", false)), 0)))
                .containsExactly(new DeliveryEffect.Send(6, A));
    }

    @Test
    void whatWasDeliveredWhileTheStoreWasAskedIsStillOwed() {
        registers(A);
        arrives(1);
        fire(new DeliveryEvent.Waited(1));
        fire(new DeliveryEvent.Stored(1, true));
        fire(new DeliveryEvent.Registered(B, true));
        fire(new DeliveryEvent.Accepted(1, A));
        assertThat(fire(new DeliveryEvent.Loaded(B, List.of(new DeliveryEvent.Due(1, "alice", true)), 0)))
                .containsExactly(new DeliveryEffect.Send(1, B));
        assertThat(fire(new DeliveryEvent.Accepted(1, B)))
                .as("the second to take it")
                .containsExactly(new DeliveryEffect.Serve(1, B), new DeliveryEffect.Release(1));
    }

    @Test
    void aDeviceThatUnregistersLeavesWhatItHasNotHad() {
        registers(A);
        arrives(1);
        assertThat(arrives(2)).as("behind the first").isEmpty();
        assertThat(fire(new DeliveryEvent.Gone(A))).containsExactly(new DeliveryEffect.Store(2));
        assertThat(fire(new DeliveryEvent.Accepted(1, A)))
                .containsExactly(new DeliveryEffect.Answer(1, 200), deliver(1, A), new DeliveryEffect.Release(1));
        fire(new DeliveryEvent.Stored(2, true));
        assertThat(state.idle()).isTrue();
    }
}
