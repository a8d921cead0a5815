package io.switchboard.server.config;

import static io.switchboard.server.config.Values.duration;
import static io.switchboard.server.config.Values.integer;

import com.google.common.net.InetAddresses;
import io.switchboard.media.tone.WavReader;
import io.switchboard.server.config.Settings.Conferences;
import io.switchboard.server.config.Settings.Media;
import io.switchboard.sip.conference.Announcements;
import io.switchboard.sip.conference.Announcements.Occasion;
import io.switchboard.sip.conference.ConferenceSettings;
import io.switchboard.sip.conference.FactorySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the parts of switchboard.yaml that are about rooms and their media. */
final class ConferencesReader {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 29_999;

    private final Section top;
    private final Path folder;

    /** @param folder where the names of files begin */
    ConferencesReader(Section top, Path folder) {
        this.top = top;
        this.folder = folder;
    }

    /** @param listeners whose first address is where media are received, if nothing else is said */
    Media media(List<Listener> listeners) {
        Section s = top.section("media");
        InetAddress usual = listeners.isEmpty()
                ? InetAddress.getLoopbackAddress()
                : listeners.get(0).address().getAddress();
        List<InetAddress> addresses = s.all("address", ConferencesReader::numeric);
        oneOfEachFamily(s, "address", addresses);
        addresses = addresses.isEmpty() ? List.of(usual) : addresses;
        List<InetAddress> advertise = s.all("advertise", ConferencesReader::numeric);
        oneOfEachFamily(s, "advertise", advertise);
        for (InetAddress told : advertise) {
            if (addresses.stream().noneMatch(each -> each.getClass().equals(told.getClass()))) {
                s.problem(s.place("advertise"), told.getHostAddress() + " is of another family than media.address");
            }
        }
        int[] ports = s.parse("ports", new int[] {FIRST_PORT, LAST_PORT}, ConferencesReader::ports);
        Duration most = Duration.ofDays(1);
        Media media = new Media(
                addresses,
                advertise,
                ports[0],
                ports[1],
                s.parse("silence", Duration.ofMinutes(1), duration(Duration.ofSeconds(1), most)),
                s.parse("held_silence", Duration.ofMinutes(10), duration(Duration.ofSeconds(1), most)));
        s.done();
        return media;
    }

    private static void oneOfEachFamily(Section s, String key, List<InetAddress> addresses) {
        if (addresses.stream().map(InetAddress::getClass).distinct().count() < addresses.size()) {
            s.problem(s.place(key), "takes one address of IPv4 and one of IPv6 at most");
        }
    }

    private static InetAddress numeric(String text) {
        try {
            return InetAddresses.forString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address: 192.0.2.1 or 2001:db8::1 is meant", e);
        }
    }

    private static int[] ports(String text) {
        if (text.matches("[0-9]{1,5}-[0-9]{1,5}")) {
            int dash = text.indexOf('-');
            int first = Integer.parseInt(text.substring(0, dash));
            int last = Integer.parseInt(text.substring(dash + 1));
            if (first >= 1024 && last <= 65_535 && last > first) {
                return new int[] {first, last};
            }
        } else if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1024 && port < 65_535) {
                return new int[] {port, port};
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is no range of ports: as 20000-29999, between 1024 and 65535, is meant, or one port, 20000");
    }

    Conferences conferences() {
        Section s = top.section("conferences");
        ConferenceSettings usual = new ConferenceSettings(
                "",
                "",
                Set.of(),
                maxParticipants(s, ConferenceSettings.OPEN),
                false,
                false,
                tones(s, true),
                false,
                true);
        Map<String, ConferenceSettings> rooms = new HashMap<>();
        s.named("rooms").forEach((name, section) -> rooms.put(name, room(section, usual)));
        Map<String, ConferenceSettings> factories = new HashMap<>();
        s.named("factories").forEach((name, section) -> factories.put(name, made(section, usual)));
        int perAccount = s.parse("rooms_per_account", FactorySettings.ROOMS_PER_OWNER, integer(1, 1_000));
        boolean direct = s.parse("direct_at_two", true, Values::flag);
        Announcements announcements = announcements(s.section("announcements"));
        s.done();
        return new Conferences(usual, rooms, factories, perAccount, direct, announcements);
    }

    private Announcements announcements(Section s) {
        Map<Occasion, Path> files = new EnumMap<>(Occasion.class);
        for (Occasion occasion : Occasion.values()) {
            Scalar name = s.scalar(occasion.name().toLowerCase(Locale.ROOT));
            if (name != null) {
                Path file = folder.resolve(name.text());
                try {
                    WavReader.read(file);
                    files.put(occasion, file);
                } catch (IOException e) {
                    s.problem(
                            name.place(),
                            file + " cannot be played: a WAV file of 16 bits in one or two channels, from 8 to 48 kHz"
                                    + " and of at most ten minutes is meant (" + e.getMessage() + ")");
                }
            }
        }
        s.done();
        return new Announcements(files);
    }

    /** Rooms that a factory makes: who has one made is its moderator, so nobody needs a PIN. */
    private static ConferenceSettings made(Section s, ConferenceSettings usual) {
        ConferenceSettings room = new ConferenceSettings(
                "",
                "",
                Set.of(),
                maxParticipants(s, usual),
                s.parse("wait_for_moderator", false, Values::flag),
                s.parse("end_with_moderator", false, Values::flag),
                tones(s, usual.tones()),
                s.parse("record", false, Values::flag),
                s.parse("beep", true, Values::flag));
        s.done();
        return room;
    }

    private static ConferenceSettings room(Section s, ConferenceSettings usual) {
        String pin = s.parse("pin", "", ConferencesReader::pin);
        String moderatorPin = s.parse("moderator_pin", "", ConferencesReader::pin);
        if (!moderatorPin.isEmpty() && moderatorPin.equals(pin)) {
            s.problem(s.place("moderator_pin"), "is the same as pin: two different ones are meant");
        }
        Set<String> moderators = new HashSet<>();
        for (Scalar moderator : s.scalars("moderators")) {
            moderators.add(moderator.text());
        }
        boolean wait = s.parse("wait_for_moderator", false, Values::flag);
        boolean end = s.parse("end_with_moderator", false, Values::flag);
        if ((wait || end) && moderatorPin.isEmpty() && moderators.isEmpty()) {
            s.problem(s.place(), "nobody can be its moderator: moderator_pin or moderators is meant");
        }
        ConferenceSettings room = new ConferenceSettings(
                pin,
                moderatorPin,
                moderators,
                maxParticipants(s, usual),
                wait,
                end,
                tones(s, usual.tones()),
                s.parse("record", false, Values::flag),
                s.parse("beep", true, Values::flag));
        s.done();
        return room;
    }

    private static int maxParticipants(Section s, ConferenceSettings usual) {
        return s.parse("max_participants", usual.maxParticipants(), integer(1, 1_000));
    }

    private static boolean tones(Section s, boolean usual) {
        return s.parse("tones", usual, Values::flag);
    }

    private static String pin(String text) {
        if (!text.matches("[0-9]{1,16}")) {
            throw new IllegalArgumentException("should be 1 to 16 digits, in quotes: pin: \"1234\"");
        }
        return text;
    }

    /** Reports moderators who are no accounts. */
    static void check(Section top, Conferences conferences, Set<String> accounts) {
        conferences.rooms().forEach((name, room) -> {
            for (String moderator : room.moderators()) {
                if (!accounts.contains(moderator)) {
                    top.problem(
                            top.place("conferences"),
                            "room " + name + ": there is no account '" + moderator + "'"
                                    + Suggestion.of(moderator, accounts));
                }
            }
        });
    }
}
