package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.conference.RoomView.ParticipantView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a watcher is told who says which state it has (Last-Notify-Version). */
class LastNotifyVersionTest {
    private static final long FIRST = 1000;
    private static final Pattern HEAD = Pattern.compile("state=\"(full|partial)\" version=\"([0-9]+)\"");
    private static final Pattern USER =
            Pattern.compile("<user entity=\"([^\"]*)\" state=\"(full|deleted)\"(?:/>|></user>|>(.*?)</user>)");

    private static RoomView room(String... who) {
        List<ParticipantView> all = new ArrayList<>();
        for (String each : who) {
            String[] parts = each.split("/", -1);
            boolean muted = parts.length > 1;
            all.add(new ParticipantView(
                    parts[0].hashCode(),
                    "account:" + parts[0],
                    "sip:" + parts[0],
                    "call",
                    "in",
                    false,
                    false,
                    muted,
                    false,
                    0));
        }
        return new RoomView("3000", false, "", 0, all);
    }

    /** Kind of document and whom it tells of, those who are gone with a minus. */
    private static String shortly(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        Matcher head = HEAD.matcher(text);
        if (!head.find()) {
            return "nothing";
        }
        StringBuilder told = new StringBuilder(head.group(1) + " " + head.group(2));
        for (Matcher user = USER.matcher(text); user.find(); ) {
            told.append(user.group(2).equals("deleted") ? " -" : " ")
                    .append(user.group(1).substring("sip:".length()));
        }
        return told.toString();
    }

    /** 1000: a and b. 1001: c has come. 1002: a is muted. 1003: c has left, d has come. 1004: b has left. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            1004, nothing
            1003, partial 1004 -b
            1002, partial 1004 -c -b d
            1001, partial 1004 -c -b a d
            1000, partial 1004 -b a d
            999, full 1004 a d
            1, full 1004 a d
            0, full 1004 a d
            -1, full 1004 a d
            1005, full 1004 a d
            4294967295, full 1004 a d
            """)
    void whatAWatcherLacks(long known, String lacks) {
        ConferenceInfo info = new ConferenceInfo("sip:3000", FIRST, FIRST, room("a", "b"));
        info.full();
        info.change(room("a", "b", "c"));
        info.change(room("a/muted", "b", "c"));
        info.change(room("a/muted", "b", "d"));
        info.change(room("a/muted", "d"));
        assertThat(shortly(info.since(known))).isEqualTo(lacks);
    }

    /** Who came and left meanwhile is not told of: Linphone asks for everything when told that a stranger has left. */
    @ParameterizedTest
    @CsvSource({"1000, partial 1003 -a", "1001, partial 1003 -a -b", "1002, partial 1003"})
    void onlyWhoWasKnownIsToldToHaveLeft(long known, String lacks) {
        ConferenceInfo info = new ConferenceInfo("sip:3000", FIRST, FIRST, room("a"));
        info.full();
        info.change(room("a", "b"));
        info.change(room());
        info.jump(new RoomView("3000", true, "", 0, List.of()), true);
        info.full();
        assertThat(shortly(info.since(known))).isEqualTo(lacks);
    }

    /** What nobody was shown needs no number of its own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void changesThatNobodySawHaveNoVersions(int changes) {
        ConferenceInfo info = new ConferenceInfo("sip:3000", FIRST, FIRST, room());
        for (int i = 0; i < changes; i++) {
            info.jump(room("user" + i), true);
        }
        assertThat(info.version()).isEqualTo(FIRST);
        assertThat(shortly(info.since(FIRST))).as("nobody can have it").startsWith("full 1000");
    }

    /** Its first version may be the last of another room of this name, which somebody may have. */
    @Test
    void theLastVersionOfAnotherRoomIsNotTakenForItsOwn() {
        ConferenceInfo info = new ConferenceInfo("sip:3000", FIRST, FIRST + 1, room("a"));
        info.full();
        assertThat(shortly(info.since(FIRST))).isEqualTo("full 1000 a");
        info.change(room("b"));
        assertThat(shortly(info.since(FIRST))).isEqualTo("full 1001 b");
        info.change(room("b", "c"));
        assertThat(shortly(info.since(FIRST + 1))).isEqualTo("partial 1002 c");
    }

    @ParameterizedTest
    @CsvSource({"150, full", "90, partial"})
    void onlySoManyWhoLeftAreRemembered(int left, String kind) {
        String[] all = new String[left + 1];
        Arrays.setAll(all, i -> "user" + i);
        ConferenceInfo info = new ConferenceInfo("sip:3000", FIRST, FIRST, room(all));
        info.full();
        for (int i = 1; i <= left; i++) {
            info.change(room(Arrays.copyOf(all, all.length - i)));
        }
        assertThat(shortly(info.since(FIRST))).startsWith(kind);
        assertThat(shortly(info.since(FIRST + left - 1))).isEqualTo("partial " + (FIRST + left) + " -user1");
    }

    /** Whatever a watcher has missed, with what it is told it has what everybody has. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverWasMissedIsMadeGood(long seed) {
        Random random = new Random(seed);
        RoomView now = room();
        ConferenceInfo info = new ConferenceInfo("sip:3000", FIRST, FIRST, now);
        Map<Long, Map<String, String>> states = new TreeMap<>();
        int partial = 0;
        for (int step = 0; step < 120; step++) {
            states.put(info.version(), applied(Map.of(), info.full()));
            now = changed(now, random);
            if (random.nextInt(10) == 0) {
                info.jump(now, true);
            } else {
                do {
                    info.change(now);
                } while (info.left());
            }
            Map<String, String> whole = applied(Map.of(), info.full());
            for (long known = info.version(); known >= FIRST; known -= 1 + random.nextInt(20)) {
                Map<String, String> had = states.get(known);
                if (had != null) {
                    byte[] lacks = info.since(known);
                    partial += shortly(lacks).startsWith("partial") ? 1 : 0;
                    assertThat(applied(had, lacks))
                            .as("seed %d, from %d to %d", seed, known, info.version())
                            .isEqualTo(whole);
                }
            }
        }
        assertThat(partial).as("told in parts").isGreaterThan(50);
    }

    private static RoomView changed(RoomView before, Random random) {
        List<ParticipantView> all = new ArrayList<>(before.participants());
        int who = random.nextInt(12);
        String uri = "sip:user" + who;
        if (!all.isEmpty() && random.nextInt(3) == 0) {
            all.remove(random.nextInt(all.size()));
        } else {
            all.removeIf(each -> each.uri().equals(uri) && random.nextBoolean());
            all.add(new ParticipantView(
                    random.nextInt(5), "p", uri, "c", "in", false, false, random.nextBoolean(), false, 0));
        }
        return new RoomView("3000", random.nextInt(20) == 0, "", 0, all);
    }

    /** What a watcher has, as text of each user, when it has read a document. */
    private static Map<String, String> applied(Map<String, String> before, byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        Map<String, String> after = new TreeMap<>(text.contains("state=\"full\" version=") ? Map.of() : before);
        for (Matcher user = USER.matcher(text); user.find(); ) {
            if (user.group(2).equals("deleted")) {
                assertThat(after).as("whom it knows").containsKey(user.group(1));
                after.remove(user.group(1));
            } else {
                after.put(user.group(1), user.group(3));
            }
        }
        return after;
    }
}
