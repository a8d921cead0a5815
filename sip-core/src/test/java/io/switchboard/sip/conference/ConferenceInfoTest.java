package io.switchboard.sip.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchboard.sip.conference.RoomView.ParticipantView;
import io.switchboard.sip.event.EventPackage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told of rooms that are larger than a datagram. */
class ConferenceInfoTest {
    private static final Pattern USER = Pattern.compile("<user entity=\"([^\"]*)\"");
    private static final Pattern VERSION = Pattern.compile("version=\"([0-9]+)\"");

    private static ConferenceInfo info(RoomView first) {
        return new ConferenceInfo("sip:big@example.test", 1, 1, first);
    }

    private static RoomView room(int users, boolean muted) {
        List<ParticipantView> all = IntStream.range(0, users)
                .mapToObj(i -> participant(i, "sip:user-" + i + "&co@example.test", muted))
                .toList();
        return new RoomView("big", false, "", 0, all);
    }

    private static ParticipantView participant(int id, String uri, boolean muted) {
        return new ParticipantView(id, "account:" + uri, uri, "call-" + id, "in", false, true, muted, false, 0);
    }

    private static String text(byte[] document) {
        assertThat(document.length).isLessThanOrEqualTo(EventPackage.MOST_BYTES);
        return new String(document, StandardCharsets.UTF_8);
    }

    private static List<String> users(String document) {
        List<String> found = new ArrayList<>();
        Matcher matcher = USER.matcher(document);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static int version(String document) {
        Matcher matcher = VERSION.matcher(document);
        assertThat(matcher.find(10)).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void aRoomThatFitsIsToldWithRolesAndMedia() {
        String full = text(info(room(100, true)).full());
        assertThat(users(full)).hasSize(100);
        assertThat(full).contains("<roles>", "recvonly", "<user-count>100</user-count>");
    }

    @Test
    void aRoomOfTwoHundredIsToldShortly() {
        String full = text(info(room(200, true)).full());
        assertThat(users(full)).hasSize(200);
        assertThat(full).contains("<status>connected</status>").doesNotContain("<roles>", "<media");
    }

    @Test
    void aRoomThatIsLargerStillIsToldAsFarAsThereIsRoom() {
        String full = text(info(room(1_000, false)).full());
        assertThat(users(full)).hasSizeBetween(200, 999);
        assertThat(full).contains("<user-count>1000</user-count>").endsWith("</users></conference-info>");
    }

    @Test
    void whatChangesForAllIsToldInParts() {
        ConferenceInfo info = info(room(1_000, false));
        info.full();
        assertThat(toldIn(info, room(1_000, true), 1)).hasSize(1_000);
        assertThat(toldIn(info, room(0, true), version(text(info.full())))).hasSize(1_000);
        assertThat(users(text(info.full()))).isEmpty();
    }

    private static Set<String> toldIn(ConferenceInfo info, RoomView now, int before) {
        Set<String> told = new HashSet<>();
        int version = before;
        for (byte[] part = info.change(now); part.length > 0; part = info.change(now)) {
            String text = text(part);
            assertThat(version(text)).isEqualTo(++version);
            assertThat(told.addAll(users(text))).as("something new").isTrue();
            if (!info.left()) {
                assertThat(info.change(now)).isEmpty();
            }
        }
        assertThat(version).as("parts").isGreaterThan(before + 1);
        return told;
    }

    @Test
    void anAccountWithVeryManyPhonesIsListedWithSomeOfThem() {
        List<ParticipantView> phones = IntStream.range(0, 900)
                .mapToObj(i -> participant(i, "sip:alice@example.test", false))
                .toList();
        ConferenceInfo info = info(new RoomView("big", false, "", 0, List.of()));
        info.full();
        String change = text(info.change(new RoomView("big", false, "", 0, phones)));
        assertThat(change.split("<endpoint", -1)).hasSize(21);
        assertThat(info.left()).isFalse();
    }
}
