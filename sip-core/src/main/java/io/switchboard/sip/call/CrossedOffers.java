package io.switchboard.sip.call;

import io.switchboard.media.sdp.MediaDescription;
import io.switchboard.media.sdp.SdpException;
import io.switchboard.media.sdp.SdpSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an answer of an offer: two phones have offered at the same time, and each is answered with what the other offers
 * (RFC 3264 section 6). The streams are put into the order of the offer that is answered, one for each of its own; those
 * that the other side does not have are refused. Pure.
 */
final class CrossedOffers {
    private CrossedOffers() {}

    /**
     * The answer to {@code offer} by whoever described itself with {@code media}; {@code media} as it is if one of the two
     * cannot be read.
     */
    static byte[] answer(byte[] offer, byte[] media) {
        List<MediaDescription> wanted;
        try {
            wanted = SdpSession.parse(offer).media();
            SdpSession.parse(media);
        } catch (SdpException e) {
            return media;
        }
        List<String> sections = sections(new String(media, StandardCharsets.ISO_8859_1));
        String session = sections.remove(0);
        StringBuilder answer = new StringBuilder(session);
        for (MediaDescription stream : wanted) {
            String kind = "m=" + stream.kind() + " ";
            int found = -1;
            for (int i = 0; i < sections.size() && found < 0; i++) {
                found = sections.get(i).startsWith(kind) && sections.get(i).contains(" " + stream.protocol() + " ")
                        ? i
                        : -1;
            }
            if (found >= 0 && stream.active()) {
                answer.append(sections.remove(found));
            } else {
                answer.append(kind)
                        .append("0 ")
                        .append(stream.protocol())
                        .append(' ')
                        .append(String.join(" ", stream.formats()))
                        .append("\r\n");
            }
        }
        return answer.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether two descriptions have a stream in common, or cannot be read. */
    static boolean fit(byte[] offer, byte[] media) {
        try {
            return SdpSession.parse(answer(offer, media)).hasActiveMedia();
        } catch (SdpException e) {
            return true;
        }
    }

    /** The session's part, then one for each stream, with their line ends. */
    private static List<String> sections(String text) {
        List<String> sections = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf("\nm="); at >= 0; at = text.indexOf("\nm=", at + 1)) {
            sections.add(text.substring(from, at + 1));
            from = at + 1;
        }
        String last = text.substring(from);
        sections.add(last.isEmpty() || last.endsWith("\n") ? last : last + "\r\n");
        return sections;
    }
}
