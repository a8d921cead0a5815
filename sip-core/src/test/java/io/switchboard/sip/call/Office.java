package io.switchboard.sip.call;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.conference.ConferencePackage;
import io.switchboard.sip.conference.ConferenceSettings;
import io.switchboard.sip.conference.Conferences;
import io.switchboard.sip.conference.InviteListener;
import io.switchboard.sip.conference.RoomView;
import io.switchboard.sip.event.SubscriptionLimits;
import io.switchboard.sip.event.Subscriptions;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipUri;
import io.switchboard.sip.sim.NetworkQuality;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.sim.VirtualMedia;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * Phones of an office that call each other and rooms, transfer, pick up, take over, hold, watch, crash and hang up at
 * random, on a network that loses, doubles and delays.
 */
final class Office {
    private static final int PHONES = 8;
    private static final NetworkQuality USUAL = new NetworkQuality(0.03, 0.02, 1, 120);

    final VirtualLane lane = new VirtualLane();
    final SimulatedNetwork network;
    final SimulatedServer server;
    final Conferences rooms;
    final VirtualMedia media;
    final Subscriptions subscriptions;
    final List<SimulatedPhone> phones = new ArrayList<>();

    /** How often each deed was done. */
    final Map<Deed, Integer> done = new EnumMap<>(Deed.class);

    /** INVITEs with Replaces; those that came about are up, or were. */
    final Map<Deed, List<SimulatedPhone.Talk>> taken = new EnumMap<>(Deed.class);

    int commands;
    int commandsConcluded;
    int commandsThatWorked;
    int escalations;
    int escalationsConcluded;
    int escalationsThatWorked;
    int focusReferrals;
    int invitations;
    int invitationsConcluded;
    int invitationsThatWorked;

    private final Random random;
    private final Hop hop;
    private long end;

    /** What happens in an office. */
    enum Deed {
        CALL,
        CALL_ROOM,
        HANG_UP,
        HOLD,
        TRANSFER,
        CONSULT,
        TAKE_OVER,
        PICK_UP,
        COMMAND,
        ROOM_COMMAND,
        INVITE,
        ESCALATE,
        ROOM_REFER,
        JOIN,
        WATCH,
        CRASH,
        STORM
    }

    private static final List<Deed> USUALLY = List.of(
            Deed.CALL,
            Deed.CALL,
            Deed.CALL,
            Deed.CALL,
            Deed.CALL_ROOM,
            Deed.CALL_ROOM,
            Deed.HANG_UP,
            Deed.HOLD,
            Deed.HOLD,
            Deed.TRANSFER,
            Deed.TRANSFER,
            Deed.CONSULT,
            Deed.CONSULT,
            Deed.TAKE_OVER,
            Deed.PICK_UP,
            Deed.PICK_UP,
            Deed.COMMAND,
            Deed.ROOM_COMMAND,
            Deed.WATCH,
            Deed.INVITE,
            Deed.ESCALATE,
            Deed.ESCALATE,
            Deed.ROOM_REFER,
            Deed.ROOM_REFER,
            Deed.JOIN);

    Office(long seed) {
        network = new SimulatedNetwork(lane, seed).quality(USUAL);
        random = network.random();
        server = new SimulatedServer(lane, network);
        server.settings = new CallSettings("example.test", 500, 4000, 300, 90, 0, CallSettings.ReferBy.SERVER);
        hop = server.endpoint.hop(Protocol.UDP);
        media = new VirtualMedia(lane, random);
        rooms = new Conferences(lane, media, Path.of("nowhere"), new RandomTokens(network.random()));
        rooms.dialler(order ->
                Dialler.of(server.calls, server.planner, server.settings).prepare(order));
        Set<String> moderators = Set.of("user0", "user1", "user2", "user3");
        rooms.configure(
                Map.of("3001", new ConferenceSettings("", "", moderators, 5, false, true, true, false, true)),
                new ConferenceSettings("", "", moderators, 50, false, false, true, false, true),
                "example.test");
        server.calls.seating(rooms);
        subscriptions = new Subscriptions(
                lane, server.layer, new RandomTokens(network.random()), new SubscriptionLimits(1_000, 1_000));
        subscriptions.offer(new ConferencePackage(rooms));
        server.subscriptions = subscriptions;
        for (int i = 0; i < PHONES; i++) {
            phones.add(new SimulatedPhone(lane, network, "10.0.0." + (10 + i)));
        }
        server.senders =
                transaction -> party(transaction.flow().remote().getAddress().getAddress()[3] - 10);
        server.planner = (invite, target, from) -> plan(target.user());
    }

    private static Party party(int phone) {
        return new Party.Phone(new Account("user" + phone, "example.test", "", "", ""), 0);
    }

    /** 100x are phones, 200x two phones that ring together, 300x rooms, all others nobody. */
    private CallPlan plan(String number) {
        int digit = number.isEmpty() ? 0 : number.charAt(number.length() - 1) - '0';
        return switch (number.isEmpty() ? ' ' : number.charAt(0)) {
            case '1' -> SimulatedServer.dial(step(status -> -1, digit));
            case '2' ->
                SimulatedServer.dial(
                        step(status -> status == 486 ? 1 : -1, digit, digit + 1), step(s -> -1, digit + 2));
            case '3' -> SimulatedServer.dial(DialStep.into(number, status -> -1));
            default -> new CallPlan.Refuse("", 404, "");
        };
    }

    private static DialStep step(DialStep.Next next, int... phones) {
        ImmutableList.Builder<Destination> all = ImmutableList.builder();
        for (int phone : phones) {
            String uri = "sip:phone@10.0.0." + (10 + phone % PHONES) + ":5060";
            all.add(new Destination(party(phone % PHONES), uri, uri, ImmutableList.of(), ImmutableList.of(), null));
        }
        return new DialStep(all.build(), 15_000, 0, next);
    }

    private String anyNumber() {
        return switch (random.nextInt(12)) {
            case 0 -> "4000";
            case 1, 2 -> "300" + random.nextInt(3);
            case 3, 4 -> "200" + random.nextInt(PHONES);
            default -> "100" + random.nextInt(PHONES);
        };
    }

    /** Goes on for this long, in ms, then everybody goes home. */
    void work(long millis) {
        end = lane.now() + millis;
        next();
        lane.advance(millis);
        network.quality(USUAL);
        for (int i = 1; i <= 4; i++) {
            lane.schedule(i * 40_000L, this::everybodyGoesHome);
        }
        lane.runUntilIdle(7_200_000);
    }

    private void everybodyGoesHome() {
        for (SimulatedPhone phone : phones) {
            phone.watching.clear();
            List.copyOf(phone.talks.values()).forEach(SimulatedPhone.Talk::hangUp);
        }
    }

    private void next() {
        if (lane.now() < end) {
            Deed deed = random.nextInt(60) == 0
                    ? (random.nextInt(4) == 0 ? Deed.STORM : Deed.CRASH)
                    : USUALLY.get(random.nextInt(USUALLY.size()));
            done.merge(deed, 1, Integer::sum);
            perform(deed);
            lane.schedule(random.nextInt(4_000), this::next);
        }
    }

    private void perform(Deed deed) {
        SimulatedPhone phone = phones.get(random.nextInt(PHONES));
        phone.talks.values().removeIf(talk -> talk.over && random.nextInt(4) == 0);
        SimulatedPhone.Talk talk = any(phone, t -> t.up && !t.over);
        switch (deed) {
            case CALL -> call(phone, anyNumber());
            case CALL_ROOM -> call(phone, "300" + random.nextInt(3));
            case HANG_UP -> {
                SimulatedPhone.Talk some = any(phone, t -> !t.over);
                if (some != null) {
                    some.hangUp();
                }
            }
            case HOLD -> {
                if (talk != null) {
                    talk.hold(!talk.held);
                }
            }
            case TRANSFER -> refer(phone, talk, "<sip:" + anyNumber() + "@example.test>");
            case CONSULT -> {
                SimulatedPhone.Talk asked = call(phone, anyNumber());
                lane.schedule(random.nextInt(6_000), () -> {
                    if (talk != null && (asked.up || asked.earlyTag != null)) {
                        String named = asked.named().replace(";", "%3B").replace("=", "%3D");
                        refer(phone, talk, "<sip:1000@example.test?Replaces=" + named + ">");
                    }
                });
            }
            case TAKE_OVER -> {
                SimulatedPhone.Talk old = any(phone, t -> !t.over && (t.up || t.earlyTag != null));
                if (old != null) {
                    take(deed, phone, old);
                }
            }
            case PICK_UP -> {
                SimulatedPhone.Talk ringing = ringing();
                if (ringing != null) {
                    take(deed, phone, ringing);
                }
            }
            case COMMAND -> command();
            case ROOM_COMMAND -> roomCommand();
            case INVITE -> invite();
            case ESCALATE -> escalate();
            case ROOM_REFER -> roomRefer(phone);
            case JOIN -> {
                // Into a call of two, those who have a part in it may come.
                SimulatedPhone other = random.nextBoolean() ? phone : phones.get(random.nextInt(PHONES));
                SimulatedPhone.Talk there = any(other, t -> t.up && !t.over);
                if (there != null) {
                    hangUpSomeTime(phone.call(hop, "1000", "", there.named()));
                }
            }
            case WATCH -> phone.watch(hop, "300" + random.nextInt(3));
            case CRASH -> phone.crash(random.nextInt(120_000));
            case STORM -> {
                network.quality(NetworkQuality.BAD);
                lane.schedule(20_000, () -> network.quality(USUAL));
            }
        }
    }

    private SimulatedPhone.Talk call(SimulatedPhone phone, String number) {
        SimulatedPhone.Talk talk = phone.call(hop, number);
        hangUpSomeTime(talk);
        return talk;
    }

    private void take(Deed deed, SimulatedPhone phone, SimulatedPhone.Talk named) {
        SimulatedPhone.Talk talk = phone.call(hop, "1000", named.named());
        taken.computeIfAbsent(deed, none -> new ArrayList<>()).add(talk);
        hangUpSomeTime(talk);
    }

    private void hangUpSomeTime(SimulatedPhone.Talk talk) {
        lane.schedule(random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(90_000), talk::hangUp);
    }

    private void refer(SimulatedPhone phone, SimulatedPhone.@Nullable Talk talk, String target) {
        if (talk != null && talk.up && !talk.over) {
            RequestBuilder refer = talk.dialog.request(Request.REFER);
            refer.header(HeaderName.MAX_FORWARDS, "70").header(HeaderName.REFER_TO, target);
            phone.layer.send(refer, hop, Forgotten.INSTANCE);
        }
    }

    private SimulatedPhone.@Nullable Talk any(SimulatedPhone phone, Predicate<SimulatedPhone.Talk> wanted) {
        List<SimulatedPhone.Talk> all =
                phone.talks.values().stream().filter(wanted).toList();
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private SimulatedPhone.@Nullable Talk ringing() {
        List<SimulatedPhone.Talk> all = phones.stream()
                .flatMap(phone -> phone.talks.values().stream())
                .filter(t -> !t.up && !t.over && t.invited != null)
                .toList();
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private void command() {
        Call running = anyCall();
        if (running == null) {
            return;
        }
        String call = running.record.id();
        SipUri target = SipUri.parse("sip:" + anyNumber() + "@example.test");
        commands++;
        boolean[] told = new boolean[1];
        new CallTransfers(server.calls)
                .transfer(new CallTransfers.Order(call, random.nextInt(3), target, null, "administrator"), status -> {
                    commandsConcluded += told[0] ? 1_000_000 : 1; // twice is as wrong as never
                    told[0] = true;
                    commandsThatWorked += status == 200 ? 1 : 0;
                });
    }

    private void invite() {
        SipUri target = SipUri.parse("sip:" + anyNumber() + "@example.test");
        @Nullable Party liable = random.nextBoolean() ? null : party(random.nextInt(PHONES));
        invitations++;
        boolean[] told = new boolean[1];
        rooms.invite("300" + random.nextInt(3), target, liable, new InviteListener() {
            @Override
            public void ringing() {
                invitationsConcluded += told[0] ? 1_000_000 : 0; // too late
            }

            @Override
            public void concluded(int status) {
                invitationsConcluded += told[0] ? 1_000_000 : 1;
                told[0] = true;
                invitationsThatWorked += status == 200 ? 1 : 0;
            }
        });
    }

    /** A running call is mixed, recorded, given a participant, or left alone again. */
    private void escalate() {
        Call call = anyCall();
        if (call == null) {
            return;
        }
        String id = call.record.id();
        Escalations asked = server.calls.escalations();
        boolean[] told = new boolean[1];
        IntConsumer ended = status -> {
            escalationsConcluded += told[0] ? 1_000_000 : 1;
            told[0] = true;
            escalationsThatWorked += status == 200 ? 1 : 0;
        };
        switch (random.nextInt(10)) {
            case 8, 9 -> {
                Silence how = new Silence(random.nextBoolean(), random.nextBoolean());
                escalated(asked.silence(id, random.nextInt(3), how, ended));
            }
            case 0 -> asked.unmix(id);
            case 1 -> asked.unrecord(id);
            case 2 -> escalated(asked.mix(id, ended));
            case 3 -> escalated(asked.record(id, RecordingOrder.MIXED, ended));
            default -> escalated(asked.add(id, anyNumber(), "administrator", ended));
        }
    }

    private void escalated(Escalations.Result result) {
        escalations += result == Escalations.Result.BEGUN ? 1 : 0;
    }

    private void roomRefer(SimulatedPhone phone) {
        SimulatedPhone.Talk within = any(phone, t -> t.up && !t.over && !t.room.isEmpty());
        SimulatedPhone.Talk other = any(phones.get(random.nextInt(PHONES)), t -> t.up && !t.over);
        String target = switch (random.nextInt(3)) {
            case 0 -> "<sip:user" + random.nextInt(PHONES) + "@example.test;method=BYE>";
            case 1 ->
                "<sip:1000@example.test?Replaces="
                        + (other == null
                                ? "none"
                                : other.named().replace(";", "%3B").replace("=", "%3D"))
                        + ">";
            default -> "<sip:" + anyNumber() + "@example.test>";
        };
        String call = random.nextBoolean() ? callOf(phone) : "";
        if (!call.isEmpty()) {
            phone.refer(hop, Seating.ROOM_OF_CALL + call, target);
        } else if (within != null && random.nextBoolean()) {
            refer(phone, within, target);
        } else {
            phone.refer(hop, "300" + random.nextInt(3), target);
        }
    }

    /** Id of a call of two that a phone is in, "" for none. */
    private String callOf(SimulatedPhone phone) {
        String label = party(phones.indexOf(phone)).label();
        for (Call call : server.calls.all()) {
            if (call.talks()
                    && call.errand == null
                    && call.legs.stream().anyMatch(leg -> leg.party.label().equals(label))) {
                focusReferrals++;
                return call.record.id();
            }
        }
        return "";
    }

    private @Nullable Call anyCall() {
        List<Call> running = new ArrayList<>();
        server.calls.all().forEach(running::add);
        return running.isEmpty() ? null : running.get(random.nextInt(running.size()));
    }

    private void roomCommand() {
        List<RoomView> open = rooms.list();
        if (open.isEmpty()) {
            return;
        }
        String room = open.get(random.nextInt(open.size())).name();
        int participant = random.nextInt(12);
        boolean on = random.nextBoolean();
        switch (random.nextInt(6)) {
            case 0, 1 -> rooms.mute(room, participant, on);
            case 2 -> rooms.deafen(room, participant, on);
            case 3 -> rooms.kick(room, participant);
            case 4 -> rooms.lock(room, on);
            default -> rooms.end(room);
        }
    }

    /** How many INVITEs with Replaces came about. */
    long tookPlace(Deed deed) {
        return taken.getOrDefault(deed, List.of()).stream()
                .filter(talk -> talk.up)
                .count();
    }

    /** Calls that somebody believes in. */
    Stream<SimulatedPhone.Talk> talksLeft() {
        return phones.stream().flatMap(phone -> phone.talks.values().stream()).filter(talk -> talk.up && !talk.over);
    }
}
