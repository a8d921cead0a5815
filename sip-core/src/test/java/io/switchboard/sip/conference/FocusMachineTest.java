package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.conference.FocusEffect.Notice;
import io.switchboard.sip.conference.FocusEffect.Tone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FocusMachineTest {
    private static final ConferenceSettings PINS =
            new ConferenceSettings("1234", "12345", Set.of(), 10, true, true, true, false, true);

    private ConferenceSettings settings = ConferenceSettings.OPEN;
    private FocusState state = FocusState.EMPTY;

    private List<FocusEffect> fire(FocusEvent event) {
        FocusMachine.Step step = FocusMachine.step(settings, state, event);
        state = step.next();
        return step.effects();
    }

    private List<FocusEffect> key(int id, String digits) {
        List<FocusEffect> all = new ArrayList<>();
        for (int i = 0; i < digits.length(); i++) {
            all.addAll(fire(new FocusEvent.Keyed(id, digits.charAt(i))));
        }
        return all;
    }

    private List<FocusEffect> arrive(int id) {
        return arrive(id, false);
    }

    private List<FocusEffect> arrive(int id, boolean moderator) {
        assertThat(fire(new FocusEvent.Called(id, moderator))).isEmpty();
        return fire(new FocusEvent.Arrived(id));
    }

    private static FocusEvent left(int id) {
        return new FocusEvent.Left(id, 480);
    }

    private static FocusEffect in(int id) {
        return new FocusEffect.Connect(id, true, true);
    }

    private static FocusEffect out(int id) {
        return new FocusEffect.Connect(id, false, false);
    }

    @Test
    void openRoomTakesEveryoneAndSaysSo() {
        assertThat(arrive(1)).containsExactly(new FocusEffect.Hush(1), in(1));
        assertThat(arrive(2)).containsExactly(new FocusEffect.Hush(2), in(2), new FocusEffect.Play(Tone.ENTRY));
        assertThat(fire(left(1))).containsExactly(new FocusEffect.Play(Tone.EXIT));
        assertThat(fire(left(2))).containsExactly(new FocusEffect.Close());
    }

    /** Otherwise who comes just then would find a closed room. */
    @Test
    void roomStaysOpenForWhoIsBeingAnswered() {
        arrive(1);
        fire(new FocusEvent.Called(2, false));
        assertThat(fire(left(1))).isEmpty();
        assertThat(fire(new FocusEvent.Arrived(2))).contains(in(2));
        assertThat(fire(left(2))).containsExactly(new FocusEffect.Close());
    }

    @Test
    void pinLetsInAndSoDoesTheModeratorsThatBeginsLikeIt() {
        settings = PINS;
        assertThat(arrive(1)).containsExactly(out(1), new FocusEffect.Tell(1, Notice.PIN), new FocusEffect.AwaitPin(1));
        assertThat(key(1, "1234")).as("may become 12345").isEmpty();
        assertThat(key(1, "#")).containsExactly(out(1), new FocusEffect.Tell(1, Notice.WAIT));
        arrive(2);
        assertThat(key(2, "12345"))
                .containsExactly(
                        new FocusEffect.Hush(2),
                        in(2),
                        new FocusEffect.Hush(1),
                        in(1),
                        new FocusEffect.Play(Tone.ENTRY));
    }

    /** Or one call could try them all, for a PIN needs no # at its end. */
    @Test
    void aPinThatIsTakenBackWasAnAttempt() {
        settings = PINS;
        arrive(1);
        assertThat(key(1, "12*")).as("not yet as long as a PIN").isEmpty();
        assertThat(key(1, "0000*")).containsExactly(new FocusEffect.Tell(1, Notice.PIN));
        assertThat(key(1, "0001*")).containsExactly(new FocusEffect.Tell(1, Notice.PIN));
        assertThat(key(1, "00021*")).containsExactly(out(1), new FocusEffect.Tell(1, Notice.WRONG_PIN));
    }

    @Test
    void thirdWrongPinAndTooMuchTimeAreTurnedAway() {
        settings = PINS;
        arrive(1);
        assertThat(key(1, "9#")).containsExactly(new FocusEffect.Tell(1, Notice.PIN));
        assertThat(key(1, "98*12#")).containsExactly(new FocusEffect.Tell(1, Notice.PIN));
        assertThat(key(1, "0#")).containsExactly(out(1), new FocusEffect.Tell(1, Notice.WRONG_PIN));
        assertThat(fire(new FocusEvent.Heard(1)))
                .last()
                .isInstanceOfSatisfying(
                        FocusEffect.HangUp.class, e -> assertThat(e.id()).isEqualTo(1));
        arrive(2);
        assertThat(fire(new FocusEvent.PinTimedOut(2)))
                .containsExactly(out(2), new FocusEffect.Tell(2, Notice.WRONG_PIN));
    }

    @Test
    void roomEndsWithItsLastModerator() {
        settings = PINS;
        arrive(1, true);
        arrive(2, true);
        arrive(3);
        key(3, "1234#");
        assertThat(fire(left(1))).containsExactly(new FocusEffect.Play(Tone.EXIT));
        assertThat(fire(left(2)))
                .singleElement()
                .isInstanceOfSatisfying(
                        FocusEffect.HangUp.class, e -> assertThat(e.id()).isEqualTo(3));
        assertThat(arrive(4)).last().isInstanceOf(FocusEffect.HangUp.class);
    }

    @Test
    void lockedRoomTakesModeratorsOnly() {
        arrive(1, true);
        assertThat(key(1, "*5")).isEmpty();
        assertThat(state.locked()).isTrue();
        assertThat(arrive(2)).containsExactly(out(2), new FocusEffect.Tell(2, Notice.LOCKED));
        assertThat(arrive(3, true)).contains(in(3));
        fire(new FocusEvent.Locked(false));
        assertThat(arrive(4)).contains(in(4));
        key(4, "*5");
        assertThat(state.locked()).as("no moderator").isFalse();
    }

    @Test
    void keysAndCommandsMute() {
        arrive(1);
        assertThat(key(1, "6")).isEmpty();
        assertThat(key(1, "*6")).containsExactly(new FocusEffect.Connect(1, false, true));
        assertThat(fire(new FocusEvent.Deafened(1, true))).containsExactly(out(1));
        assertThat(fire(new FocusEvent.Muted(1, false))).containsExactly(new FocusEffect.Connect(1, true, false));
    }

    @Test
    void recordingBeginsByRuleOrCommandAndEndsWithTheRoom() {
        settings = new ConferenceSettings("", "", Set.of(), 10, false, false, false, true, true);
        assertThat(arrive(1))
                .containsExactly(
                        new FocusEffect.Hush(1),
                        in(1),
                        new FocusEffect.StartRecording(),
                        new FocusEffect.Play(Tone.BEEP));
        assertThat(fire(new FocusEvent.Recorded(true, true))).isEmpty();
        assertThat(fire(new FocusEvent.Recorded(false, true))).containsExactly(new FocusEffect.StopRecording());
        assertThat(arrive(2)).as("stopped on purpose").doesNotContain(new FocusEffect.StartRecording());
        assertThat(fire(new FocusEvent.Recorded(true, true))).contains(new FocusEffect.StartRecording());
        fire(new FocusEvent.RecordingLost());
        assertThat(fire(new FocusEvent.Recorded(true, false))).containsExactly(new FocusEffect.StartRecording());
        fire(new FocusEvent.RecordingLost());
        assertThat(fire(new FocusEvent.Recorded(true, true))).as("again").contains(new FocusEffect.StartRecording());
        fire(left(1));
        assertThat(fire(left(2))).containsExactly(new FocusEffect.StopRecording(), new FocusEffect.Close());
    }

    private List<FocusEffect> call(int id) {
        assertThat(fire(new FocusEvent.Dialled(id))).isEmpty();
        return fire(new FocusEvent.Ringing(id));
    }

    private static FocusEffect concluded(int id, int status) {
        return new FocusEffect.Concluded(id, status);
    }

    @Test
    void whoIsCalledComesInWithoutAPinAndThroughALock() {
        settings = new ConferenceSettings("1234", "", Set.of("m"), 10, false, false, true, false, true);
        arrive(1, true);
        fire(new FocusEvent.Locked(true));
        assertThat(call(2)).containsExactly(new FocusEffect.Ringing(2));
        assertThat(fire(new FocusEvent.Ringing(2))).as("told once").isEmpty();
        assertThat(fire(new FocusEvent.Keyed(2, '1'))).isEmpty();
        assertThat(fire(new FocusEvent.Answered(2, false)))
                .containsExactly(concluded(2, 200), new FocusEffect.Hush(2), in(2), new FocusEffect.Play(Tone.ENTRY));
        assertThat(fire(new FocusEvent.Answered(2, false))).isEmpty();
        assertThat(fire(left(2))).as("concluded already").containsExactly(new FocusEffect.Play(Tone.EXIT));
    }

    @Test
    void whoIsCalledWaitsForTheModeratorAsOthersDo() {
        settings = new ConferenceSettings("", "", Set.of("m"), 10, true, false, false, false, true);
        call(1);
        assertThat(fire(new FocusEvent.Answered(1, false)))
                .containsExactly(concluded(1, 200), out(1), new FocusEffect.Tell(1, Notice.WAIT));
        call(2);
        assertThat(fire(new FocusEvent.Answered(2, true))).contains(in(1), in(2));
    }

    @Test
    void whoDoesNotComeIsToldOfOnce() {
        arrive(1);
        call(2);
        assertThat(fire(new FocusEvent.Left(2, 486))).containsExactly(concluded(2, 486));
        call(3);
        assertThat(fire(new FocusEvent.Kicked(3, "")))
                .containsExactly(concluded(3, 487), out(3), new FocusEffect.HangUp(3, ""));
        assertThat(fire(new FocusEvent.Answered(3, false))).as("too late").isEmpty();
        assertThat(fire(new FocusEvent.Left(3, 487))).isEmpty();
    }

    @Test
    void nobodyIsCalledIntoARoomThatAllHaveLeft() {
        arrive(1);
        call(2);
        assertThat(fire(left(1)))
                .startsWith(concluded(2, 487))
                .last()
                .isInstanceOfSatisfying(
                        FocusEffect.HangUp.class, e -> assertThat(e.id()).isEqualTo(2));
        assertThat(fire(new FocusEvent.Left(2, 487))).containsExactly(new FocusEffect.Close());
    }

    /** Such as one that an administrator opens. */
    @Test
    void aRoomThatCallsTheFirstWaitsForThem() {
        call(1);
        call(2);
        assertThat(fire(new FocusEvent.Left(1, 486))).containsExactly(concluded(1, 486));
        assertThat(fire(new FocusEvent.Answered(2, false))).contains(in(2));
        assertThat(fire(left(2))).containsExactly(new FocusEffect.Close());
    }

    @Test
    void endCancelsWhoIsCalled() {
        arrive(1);
        call(2);
        assertThat(fire(new FocusEvent.Ended("")))
                .filteredOn(e -> e instanceof FocusEffect.Concluded || e instanceof FocusEffect.HangUp)
                .hasSize(3)
                .contains(concluded(2, 487));
    }

    @Test
    void whoIsMutedWhileWaitingStaysSo() {
        settings = new ConferenceSettings("", "", Set.of("m"), 10, true, false, false, false, true);
        arrive(1);
        assertThat(fire(new FocusEvent.Muted(1, true))).isEmpty();
        assertThat(arrive(2, true)).contains(new FocusEffect.Connect(1, false, true));
    }

    /**
     * Whatever the order of events: each participant is hung up once at most, nobody who is not in hears or is heard,
     * of each that is called it is told once what came of it, nobody is called into a room that all have left, and an
     * empty room is closed once.
     */
    @Test
    void everyWalkKeepsTheRoomsPromises() {
        for (long seed = 0; seed < 20_000; seed++) {
            walk(new Random(seed), "seed " + seed);
        }
    }

    private void walk(Random random, String name) {
        boolean pins = random.nextBoolean();
        settings = new ConferenceSettings(
                pins ? "12" : "",
                pins && random.nextBoolean() ? "3" : "",
                Set.of("m"),
                10,
                random.nextBoolean(),
                random.nextBoolean(),
                true,
                random.nextBoolean(),
                random.nextBoolean());
        state = FocusState.EMPTY;
        Set<Integer> there = new HashSet<>();
        Set<Integer> hungUp = new HashSet<>();
        Map<Integer, Boolean> connected = new HashMap<>();
        Set<Integer> called = new HashSet<>();
        Set<Integer> concluded = new HashSet<>();
        int closed = 0;
        int recordings = 0;
        int next = 1;
        for (int i = 0; i < 60 && closed == 0; i++) {
            int id = 1 + random.nextInt(next);
            FocusEvent event = switch (random.nextInt(17)) {
                case 0 -> new FocusEvent.Called(next, random.nextInt(3) == 0);
                case 1 -> new FocusEvent.Arrived(id);
                case 2, 3, 4 -> new FocusEvent.Keyed(id, "123#*56".charAt(random.nextInt(7)));
                case 5 -> new FocusEvent.PinTimedOut(id);
                case 6 -> new FocusEvent.Heard(id);
                case 7 -> left(id);
                case 8 -> new FocusEvent.Kicked(id, "");
                case 9 -> new FocusEvent.Muted(id, random.nextBoolean());
                case 10 -> new FocusEvent.Locked(random.nextBoolean());
                case 11, 12 -> new FocusEvent.Dialled(next);
                case 13 -> new FocusEvent.Ringing(id);
                case 14 -> new FocusEvent.Answered(id, random.nextInt(3) == 0);
                default ->
                    random.nextInt(10) == 0
                            ? new FocusEvent.Ended("")
                            : new FocusEvent.Deafened(id, random.nextBoolean());
            };
            if (event instanceof FocusEvent.Dialled) {
                called.add(next);
            }
            if (event instanceof FocusEvent.Called || event instanceof FocusEvent.Dialled) {
                there.add(next);
                connected.put(next, false);
                next++;
            } else if (event instanceof FocusEvent.Left e) {
                there.remove(e.id());
            }
            for (FocusEffect effect : fire(event)) {
                switch (effect) {
                    case FocusEffect.HangUp e -> {
                        assertThat(hungUp.add(e.id()))
                                .as("%s: hung up twice", name)
                                .isTrue();
                        assertThat(there).as("%s: hung up though gone", name).contains(e.id());
                    }
                    case FocusEffect.Connect e -> connected.put(e.id(), e.heard() || e.hears());
                    case FocusEffect.Close e -> closed++;
                    case FocusEffect.Tell e ->
                        assertThat(there).as("%s: told though gone", name).contains(e.id());
                    case FocusEffect.Concluded e -> {
                        assertThat(called).as("%s: was called", name).contains(e.id());
                        assertThat(concluded.add(e.id()))
                                .as("%s: concluded twice", name)
                                .isTrue();
                    }
                    case FocusEffect.Ringing e ->
                        assertThat(concluded).as("%s: rings too late", name).doesNotContain(e.id());
                    case FocusEffect.Hush e -> {}
                    case FocusEffect.AwaitPin e -> {}
                    case FocusEffect.Play e -> {}
                    case FocusEffect.StartRecording e -> recordings++;
                    case FocusEffect.StopRecording e -> recordings--;
                }
            }
            if (state.visited() && state.deserted()) {
                assertThat(state.members().values())
                        .as("%s: calls into a room that all have left", name)
                        .noneMatch(FocusState.Member::expected);
            }
            for (int each : there) {
                FocusState.Member member = state.member(each);
                assertThat(recordings).as("%s: one recording at most", name).isBetween(0, 1);
                assertThat(member).as("%s: %s is known", name, each).isNotNull();
                if (member != null && !member.in() && !hungUp.contains(each)) {
                    assertThat(connected.get(each))
                            .as("%s: %s is not in, and hears nothing", name, each)
                            .isFalse();
                }
            }
        }
        for (int each : List.copyOf(there)) {
            for (FocusEffect effect : fire(left(each))) {
                if (effect instanceof FocusEffect.Concluded e) {
                    assertThat(concluded.add(e.id()))
                            .as("%s: concluded twice", name)
                            .isTrue();
                }
                closed += effect instanceof FocusEffect.Close ? 1 : 0;
                recordings -= effect instanceof FocusEffect.StopRecording ? 1 : 0;
            }
        }
        assertThat(closed).as("%s: closed", name).isEqualTo(next == 1 && closed == 0 ? 0 : 1);
        assertThat(concluded).as("%s: concluded", name).isEqualTo(called);
        assertThat(recordings).as("%s: no recording is left", name).isZero();
        assertThat(state.members()).as("%s: nobody is left", name).isEmpty();
    }
}
