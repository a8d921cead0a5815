package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.Direction;
import io.switchboard.media.sdp.SdpException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rooms without media: each seat offers and answers with a description of its own. */
final class SimulatedRooms implements Seating {
    final List<Place> places = new ArrayList<>();
    final Set<String> recorded = new HashSet<>();
    boolean full;
    String key = "";
    /** What was asked for by REFER. */
    final List<Wish> wishes = new ArrayList<>();
    /** Why that is denied, 0 if it is not. */
    int denied = 501;
    /** Who is told what comes of the last wish. */
    @Nullable Progress progress;
    /** Whether seats that are taken now wait with their answers. */
    boolean late;

    /** A seat and what became of it. */
    static final class Place implements Seat {
        final String room;
        final Guest guest;
        final List<String> answers = new ArrayList<>();
        final List<String> offers = new ArrayList<>();
        /** Waits for what comes of a description that says "late". */
        @Nullable Consumer<Negotiation> late;

        boolean muted;
        boolean deaf;
        int connected;
        int left;

        private final boolean answersLate;

        Place(String room, Guest guest, boolean answersLate) {
            this.room = room;
            this.guest = guest;
            this.answersLate = answersLate;
        }

        @Override
        public void negotiate(byte[] offer, Consumer<Negotiation> result) {
            if (offer.length > 0) {
                String text = new String(offer, StandardCharsets.UTF_8);
                offers.add(text);
                if (text.contains("late") || answersLate) {
                    late = result;
                    return;
                }
            }
            result.accept(new Negotiation.Agreed(ScriptedPhone.bytes("v=0\r\ns=mixer\r\n"), Direction.SENDRECV));
        }

        @Override
        public void answered(byte[] answer) {
            answered(answer, result -> {});
        }

        @Override
        public void answered(byte[] answer, Consumer<Negotiation> result) {
            String text = new String(answer, StandardCharsets.UTF_8);
            answers.add(text);
            if (text.contains("late")) {
                late = result;
                return;
            }
            result.accept(
                    text.contains("useless")
                            ? new Negotiation.Refused(new SdpException(SdpException.Fault.UNACCEPTABLE, "useless"))
                            : new Negotiation.Agreed(new byte[0], Direction.SENDRECV));
        }

        @Override
        public void connected() {
            connected++;
            guest.silenced(muted, deaf);
        }

        @Override
        public void digit(char digit) {}

        @Override
        public void silence(Silence how) {
            Boolean nowMuted = how.muted();
            Boolean nowDeaf = how.deaf();
            muted = nowMuted == null ? muted : nowMuted;
            deaf = nowDeaf == null ? deaf : nowDeaf;
            if (connected > 0) {
                guest.silenced(muted, deaf);
            }
        }

        @Override
        public void left() {
            left++;
        }
    }

    @Override
    public String key(String room) {
        return key;
    }

    @Override
    public Seating.Place seat(String room, Guest guest) {
        if (full) {
            return new Seating.Place.Refused(486, "Conference Full");
        }
        Place place = new Place(room, guest, late);
        places.add(place);
        return new Seating.Place.Taken(place, room);
    }

    @Override
    public boolean record(String room, @Nullable RecordingOrder order) {
        List<Place> in = places.stream()
                .filter(each -> each.left == 0 && each.room.equals(room))
                .toList();
        if (order != null) {
            recorded.add(room);
            in.forEach(each -> each.guest.recordingBegun("recordings/" + room + ".wav"));
        } else if (recorded.remove(room)) {
            in.forEach(each -> each.guest.recordingEnded("recordings/" + room + ".wav", 1_500, false));
        }
        return !in.isEmpty();
    }

    @Override
    public Verdict refer(String room, Party from, @Nullable Seat seat, Wish wish) {
        wishes.add(wish);
        return denied > 0 ? new Verdict.Denied(denied) : new Verdict.Granted(told -> progress = told);
    }

    /** How many sit. */
    long there() {
        return places.stream().filter(each -> each.left == 0).count();
    }
}
