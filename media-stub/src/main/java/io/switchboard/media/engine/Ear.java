package io.switchboard.media.engine;

import io.switchboard.media.mix.Voice;
import io.switchboard.media.sdp.AudioCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one participant hears: the room without itself, and what is played to it alone. Whoever adds nothing to the
 * room hears what all such hear, and shares their encoding; who talks has one of its own, and keeps it for some time
 * after, so that the decoder at the other end is seldom handed from one stream to another.
 */
final class Ear {
    private static final int KEPT_TURNS = 50;

    private final List<Announcement> played = new ArrayList<>();
    private @Nullable Encoding own;
    private boolean usesOwn;
    private long sharesFrom;
    private boolean deaf;

    void deafen(boolean shallBeDeaf) {
        deaf = shallBeDeaf;
    }

    void add(Announcement announcement) {
        played.add(announcement);
    }

    void mixRate(int rate) {
        own = null;
        usesOwn = false;
        played.forEach(a -> a.mixRate(rate));
    }

    /** One turn: sends what is heard, if the other side wants to hear anything. */
    void hear(Room room, Voice voice, Stream stream) {
        for (int i = played.size() - 1; i >= 0; i--) {
            played.get(i).next();
            if (played.get(i).over()) {
                played.remove(i);
            }
        }
        AudioCodec codec = stream.sendCodec();
        if (codec == null) {
            return;
        }
        if (!stream.sends()) {
            stream.skip();
            return;
        }
        long turn = room.turn();
        if (deaf || voice.contributes() || !played.isEmpty()) {
            sharesFrom = turn + KEPT_TURNS;
        }
        if (turn >= sharesFrom || sharesFrom - turn > KEPT_TURNS) {
            Encoding shared = room.shared(codec);
            if (usesOwn && own != null && own.codec() == codec && shared.idle(turn)) {
                shared.continueFrom(own);
            }
            usesOwn = false;
            shared.encode(room.mixer().sum(), turn);
            stream.send(shared);
            return;
        }
        stream.send(encodeOwn(room, voice, codec));
    }

    private Encoding encodeOwn(Room room, Voice voice, AudioCodec codec) {
        Encoding encoding = own;
        if (encoding == null || encoding.codec() != codec) {
            encoding = new Encoding(codec, room.rate());
            own = encoding;
            usesOwn = false;
        }
        if (!usesOwn) {
            encoding.continueFrom(room.shared(codec));
            usesOwn = true;
        }
        int[] mix = room.scratch();
        if (deaf) {
            Arrays.fill(mix, 0);
        } else {
            room.mixer().without(voice, mix);
        }
        for (int i = 0; i < played.size(); i++) {
            Voice prompt = played.get(i).voice();
            if (prompt.sounding()) {
                short[] frame = prompt.frame();
                for (int k = 0; k < mix.length; k++) {
                    mix[k] += frame[k];
                }
            }
        }
        encoding.encode(mix, room.turn());
        return encoding;
    }

    void close() {
        played.forEach(a -> a.end(null));
        played.clear();
    }
}
