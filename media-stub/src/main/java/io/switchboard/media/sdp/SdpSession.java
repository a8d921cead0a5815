package io.switchboard.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of a session description (RFC 8866): what signalling has to know about it, and no more. Reading is
 * tolerant (bare LF, unknown lines, no s= or t= line) and bounded; the bytes themselves are never rewritten.
 *
 * @param origin the o= line: whose session this is, and which version of it
 * @param connectionAddress the session's own c= address, null if only streams have one
 * @param media the m-lines in order, which is their identity in offer and answer (RFC 3264 §5.1)
 */
public record SdpSession(Origin origin, @Nullable String connectionAddress, List<MediaDescription> media) {
    /** The longest body that is read, in bytes. */
    public static final int MAX_BYTES = 65_536;
    /** The most lines that are read. */
    public static final int MAX_LINES = 2_000;
    /** The most m-lines that are read. */
    public static final int MAX_MEDIA = 64;
    /** The most formats on one m-line that are read. */
    public static final int MAX_FORMATS = 256;

    /**
     * The o= line (RFC 8866 §5.2).
     *
     * @param user who made the session, {@code -} if unknown
     * @param sessionId digits of any length, kept as text
     * @param version digits of any length, kept as text; grows with each change (RFC 3264 §8)
     * @param address the host that made the session, not an address for media
     */
    public record Origin(String user, String sessionId, String version, String address) {}

    public SdpSession {
        media = List.copyOf(media);
    }

    /**
     * Reads a body.
     *
     * @throws SdpException if it is malformed (400) or beyond what is understood here (488)
     */
    public static SdpSession parse(byte[] body) throws SdpException {
        return new SdpParser(body).parse();
    }

    /** What flows over all streams in use together; {@link Direction#INACTIVE} if none is in use. */
    public Direction direction() {
        boolean sends = false;
        boolean receives = false;
        for (int i = 0; i < media.size(); i++) {
            MediaDescription stream = media.get(i);
            if (stream.active()) {
                Direction direction = stream.effectiveDirection();
                sends |= direction.sends();
                receives |= direction.receives();
            }
        }
        return Direction.of(sends, receives);
    }

    /**
     * Whether the writer has put the other side on hold: streams are in use, and it listens to none of them
     * (sendonly, inactive, or the address 0.0.0.0; RFC 3264 §8.4). The answer of a held side (recvonly) is no hold.
     */
    public boolean onHold() {
        return hasActiveMedia() && !direction().receives();
    }

    /** Whether any stream is in use. */
    public boolean hasActiveMedia() {
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).active()) {
                return true;
            }
        }
        return false;
    }

    /** Whether this describes the same version of the same session, so nothing is to change (RFC 3264 §8). */
    public boolean sameVersionAs(SdpSession other) {
        return origin.equals(other.origin);
    }
}
