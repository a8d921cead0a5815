package io.switchboard.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a session description: an m-line with what applies to it (RFC 8866 §5.14).
 *
 * @param kind {@code audio}, {@code video}, … as written
 * @param port 0 to 65535; 0 refuses or ends the stream (RFC 3264 §6, §8.2)
 * @param protocol {@code RTP/AVP}, {@code RTP/SAVP}, … as written
 * @param formats payload types or other formats, in order of preference; at least one
 * @param connectionAddress the stream's own address or the session's, null only if the stream is refused
 * @param direction the stream's own attribute or the session's, {@link Direction#SENDRECV} if neither is there
 * @param attributes the stream's own a= lines without {@code a=} and without those of direction, in order, as written
 */
public record MediaDescription(
        String kind,
        int port,
        String protocol,
        List<String> formats,
        @Nullable String connectionAddress,
        Direction direction,
        List<String> attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /**
     * The value of the first attribute of a name, empty for a flag such as {@code rtcp-mux}.
     *
     * @return null if there is none
     */
    public @Nullable String attribute(String name) {
        for (int i = 0; i < attributes.size(); i++) {
            String attribute = attributes.get(i);
            if (attribute.startsWith(name)) {
                if (attribute.length() == name.length()) {
                    return "";
                }
                if (attribute.charAt(name.length()) == ':') {
                    return attribute.substring(name.length() + 1).strip();
                }
            }
        }
        return null;
    }

    /** Whether the stream is in use, which a port of 0 denies (RFC 3264 §8.2). */
    public boolean active() {
        return port != 0;
    }

    /** The direction, with the old way to hold taken into account: nobody listens at 0.0.0.0 (RFC 3264 §8.4). */
    public Direction effectiveDirection() {
        return Direction.of(direction.sends(), direction.receives() && !nobodyListens(connectionAddress));
    }

    private static boolean nobodyListens(@Nullable String address) {
        return address != null && (address.equals("0.0.0.0") || address.equals("::") || address.endsWith(".invalid"));
    }
}
