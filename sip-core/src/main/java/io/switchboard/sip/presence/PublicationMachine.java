package io.switchboard.sip.presence;

import com.google.common.collect.ImmutableList;
import io.switchboard.sip.presence.PublicationEvent.Elapsed;
import io.switchboard.sip.presence.PublicationEvent.Publish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a PUBLISH, and time, do to the publications of one user (RFC 3903 section 6). */
final class PublicationMachine {
    /** What the sender of a PUBLISH is told. */
    sealed interface Answer {
        /**
         * 200.
         *
         * @param seconds how long the publication stands, 0 if it does not
         */
        record Accepted(String etag, int seconds) implements Answer {}

        /**
         * A refusal.
         *
         * @param minExpires seconds for Min-Expires, or 0
         * @param retryAfter seconds for Retry-After, or 0
         */
        record Refused(int status, String reason, int minExpires, int retryAfter) implements Answer {}
    }

    /**
     * What comes of an event.
     *
     * @param next the publications that stand, in the order in which they were last made or modified
     * @param answer null where nobody asked
     * @param changed whether the user's state may be another
     */
    record Step(ImmutableList<Publication> next, @Nullable Answer answer, boolean changed) {}

    private PublicationMachine() {}

    static Step step(List<Publication> all, PublicationEvent event, PresenceSettings settings) {
        List<Publication> live = new ArrayList<>(all.size() + 1);
        for (Publication each : all) {
            if (each.expiresAt() > event.now()) {
                live.add(each);
            }
        }
        boolean expired = live.size() < all.size();
        return switch (event) {
            case Elapsed elapsed -> new Step(ImmutableList.copyOf(live), null, expired);
            case Publish publish -> publish(live, publish, settings, expired);
        };
    }

    private static Step publish(List<Publication> live, Publish event, PresenceSettings settings, boolean expired) {
        String match = event.match();
        Publication known = match == null ? null : find(live, match);
        if (match != null && known == null) {
            return refused(live, expired, 412, "", 0, 0); // step 3; the sender begins anew
        }
        if (event.seconds() > 0 && event.seconds() < settings.minExpires()) {
            return refused(live, expired, 423, "", settings.minExpires(), 0); // step 4
        }
        PidfDocument document = event.document();
        if (document == null && known == null) {
            return refused(live, expired, 400, "Nothing Published", 0, 0); // step 5
        }
        if (event.seconds() == 0) {
            boolean removed = known != null && live.remove(known);
            return new Step(ImmutableList.copyOf(live), new Answer.Accepted(event.etag(), 0), expired || removed);
        }
        if (known == null && live.size() >= settings.maxPublications()) {
            return refused(live, expired, 403, "Too Many Publications", 0, 0);
        }
        long more = document == null
                ? 0
                : document.size() - (known == null ? 0 : known.document().size());
        if (document != null && tooLarge(live, known, document, more, event.entity())) {
            return refused(live, expired, 413, "Too Large With What Else Is Published", 0, 0);
        }
        if (more > 0 && more > event.room()) {
            return refused(live, expired, 503, "", 0, settings.minExpires());
        }
        int seconds = Math.min(event.seconds(), settings.maxExpires());
        long expiresAt = event.now() + seconds * 1000L;
        if (document != null) {
            live.remove(known);
            live.add(new Publication(event.etag(), document, expiresAt)); // the newest is the last
        } else if (known != null) {
            live.set(live.indexOf(known), new Publication(event.etag(), known.document(), expiresAt));
        }
        return new Step(
                ImmutableList.copyOf(live), new Answer.Accepted(event.etag(), seconds), expired || document != null);
    }

    /**
     * Whether not all of the user's publications would be shown together. If that is so already, since those that hid
     * parts of others have ended, one that takes no more than before may be modified.
     */
    private static boolean tooLarge(
            List<Publication> live, @Nullable Publication known, PidfDocument document, long more, String entity) {
        List<PidfDocument> before = new ArrayList<>(live.size());
        List<PidfDocument> after = new ArrayList<>(live.size() + 1);
        for (Publication each : live) {
            before.add(each.document());
            if (!each.equals(known)) {
                after.add(each.document());
            }
        }
        after.add(document);
        return !PresenceComposer.fits(entity, after)
                && (known == null || more > 0 || PresenceComposer.fits(entity, before));
    }

    private static Step refused(
            List<Publication> live, boolean expired, int status, String reason, int minExpires, int retryAfter) {
        return new Step(
                ImmutableList.copyOf(live), new Answer.Refused(status, reason, minExpires, retryAfter), expired);
    }

    private static @Nullable Publication find(List<Publication> live, String etag) {
        for (Publication each : live) {
            if (each.etag().equals(etag)) {
                return each;
            }
        }
        return null;
    }
}
