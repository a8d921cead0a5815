package io.switchboard.sip.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.messaging.MessageStore.Change;
import io.switchboard.sip.messaging.MessageStore.Due;
import io.switchboard.sip.messaging.MessageStore.DueQuery;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnsettledTest {
    private static final Letter LETTER = new Letter(
            7,
            "bob@example.test",
            "alice@example.test",
            "",
            1,
            2,
            RequestBuilder.of("MESSAGE", "sip:bob@example.test").build(Letters.NO_VIA));
    private static final List<Due> WAITS = List.of(new Due(LETTER, false));

    private final Unsettled unsettled = new Unsettled();

    private List<Due> due(String device, List<Due> found) {
        return unsettled.due(new DueQuery("bob@example.test", device, 0, 1, 0, 3), found, 0);
    }

    private static Change.Delivered delivered(String... owed) {
        return new Change.Delivered(LETTER, 3, Set.of(owed), true);
    }

    @Test
    void whatIsNotConfirmedIsNotReadFromTheStore() {
        Change change = delivered("b");
        assertThat(due("a", WAITS)).isEqualTo(WAITS);
        unsettled.told(change);
        assertThat(due("a", WAITS)).as("it has it").isEmpty();
        assertThat(due("b", WAITS)).containsExactly(new Due(LETTER, true));
        assertThat(unsettled.ended(7)).isTrue();
        unsettled.settled(change);
        assertThat(due("a", WAITS)).isEqualTo(WAITS);
        assertThat(unsettled.ended(7)).isFalse();
    }

    /** The device that has taken it meanwhile was the last. */
    @Test
    void whoWasServedMeanwhileIsNotOwedItAgain() {
        Change first = delivered("b", "c");
        Change second = new Change.Served(7, "bob@example.test", "b", true);
        unsettled.told(first);
        assertThat(unsettled.postpone(first)).isTrue();
        unsettled.told(second);
        assertThat(due("b", WAITS)).isEmpty();
        unsettled.settled(second);
        assertThat(due("b", WAITS)).as("the store knows of no debt yet").isEmpty();
        assertThat(unsettled.round()).containsExactly(delivered("c"));
        unsettled.settled(first);
        assertThat(due("b", WAITS)).isEqualTo(WAITS);
    }

    /** It was never kept: it goes to the device that asks from memory, in its place. */
    @Test
    void whatTheStoreHasNotYetIsOwedAllTheSame() {
        unsettled.told(delivered("b"));
        Due before = new Due(numbered(5), false);
        Due after = new Due(numbered(9), false);
        assertThat(due("b", List.of(before, after))).containsExactly(before, new Due(LETTER, true), after);
        assertThat(due("a", List.of(before, after))).containsExactly(before, after);
        assertThat(due("b", List.of())).containsExactly(new Due(LETTER, true));
        DueQuery later = new DueQuery("bob@example.test", "b", 7, 1, 0, 3);
        assertThat(unsettled.due(later, List.of(after), 0)).as("behind it").containsExactly(after);
        DueQuery first = new DueQuery("bob@example.test", "b", 0, 1, 0, 1);
        assertThat(unsettled.due(first, List.of(before), 5))
                .as("a page before it")
                .containsExactly(before);
        assertThat(unsettled.due(new DueQuery("bob@example.test", "b", 0, 2, 0, 3), List.of(), 0))
                .as("its time is over")
                .isEmpty();
        assertThat(unsettled.due(new DueQuery("bob@example.test", "b", 0, 1, 4, 3), List.of(), 0))
                .as("it was delivered too long ago")
                .isEmpty();
        unsettled.told(new Change.Served(7, "bob@example.test", "b", true));
        assertThat(due("b", List.of())).isEmpty();
    }

    private static Letter numbered(long id) {
        return new Letter(id, "bob@example.test", "alice@example.test", "", 1, 2, LETTER.content());
    }

    @Test
    void whatIsDeadIsForNobody() {
        Change died = new Change.Died(7, 1, 0, true);
        unsettled.told(died);
        assertThat(due("a", WAITS)).isEmpty();
        assertThat(unsettled.ended(7)).isTrue();
        assertThat(unsettled.postpone(died)).isTrue();
        assertThat(unsettled.round()).containsExactly(died);
        unsettled.settled(died);
        assertThat(unsettled.ended(7)).isFalse();
    }
}
