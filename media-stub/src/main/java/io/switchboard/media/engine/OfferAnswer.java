package io.switchboard.media.engine;

import io.switchboard.media.Negotiation;
import io.switchboard.media.ParticipantSettings;
import io.switchboard.media.engine.MediaSettings.MediaAddress;
import io.switchboard.media.sdp.AudioAgreement;
import io.switchboard.media.sdp.AudioNegotiator;
import io.switchboard.media.sdp.Direction;
import io.switchboard.media.sdp.LocalAudio;
import io.switchboard.media.sdp.MediaDescription;
import io.switchboard.media.sdp.SdpException;
import io.switchboard.media.sdp.SdpSession;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Offer and answer of one participant; the first of them opens its sockets. Lives on the room's lane. */
final class OfferAnswer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Participant participant;
    private final ParticipantSettings settings;
    private final RtpMediaEngine engine;
    private final Stream stream;
    private @Nullable CompletableFuture<Endpoint> opening;
    private @Nullable AudioNegotiator negotiator;
    private Direction wanted = Direction.SENDRECV;

    OfferAnswer(Participant participant, ParticipantSettings settings, RtpMediaEngine engine, Stream stream) {
        this.participant = participant;
        this.settings = settings;
        this.engine = engine;
        this.stream = stream;
    }

    void want(Direction direction) {
        wanted = direction;
        if (negotiator != null) {
            negotiator.want(direction);
        }
    }

    void answer(byte[] offer, CompletableFuture<Negotiation> result) {
        SdpSession session;
        try {
            session = SdpSession.parse(offer);
        } catch (SdpException e) {
            result.complete(new Negotiation.Refused(e));
            return;
        }
        withNegotiator(prefersIp6(session), result, n -> {
            AudioNegotiator.Answer answer = n.answer(session);
            stream.agreed(answer.agreement());
            return new Negotiation.Agreed(
                    answer.description(), answer.agreement().direction());
        });
    }

    void offer(CompletableFuture<Negotiation> result) {
        withNegotiator(false, result, n -> new Negotiation.Agreed(n.offer(), wanted));
    }

    void accept(byte[] answer, CompletableFuture<Negotiation> result) {
        withNegotiator(false, result, n -> {
            AudioAgreement now = n.accept(SdpSession.parse(answer));
            stream.agreed(now);
            return new Negotiation.Agreed(new byte[0], now.direction());
        });
    }

    /** A step of negotiation. */
    private interface Step {
        Negotiation take(AudioNegotiator negotiator) throws SdpException;
    }

    private void withNegotiator(boolean ip6, CompletableFuture<Negotiation> result, Step step) {
        if (opening == null) {
            MediaAddress address = engine.settings().addresses().get(0);
            for (MediaAddress candidate : engine.settings().addresses()) {
                address = candidate.ip6() == ip6 ? candidate : address;
            }
            MediaAddress chosen = address;
            MediaLane lane = participant.currentRoom().lane();
            opening = engine.open(lane, chosen, stream::received, stream::received)
                    .thenApply(opened -> {
                        participant.post(() -> opened(opened, chosen));
                        return opened;
                    });
        }
        @SuppressWarnings("unused") // both of its ends complete the result
        var done = opening.whenComplete((opened, error) -> {
            boolean posted = error == null && participant.post(() -> take(step, result));
            if (!posted) {
                opening = null;
                result.complete(new Negotiation.Unavailable(error == null ? "closed" : String.valueOf(error)));
            }
        });
    }

    private void opened(Endpoint opened, MediaAddress address) {
        stream.opened(opened);
        LocalAudio local = new LocalAudio(
                RANDOM.nextLong() >>> 2, address.advertised(), opened.port(), opened.rtcpPort(), settings.codecs());
        AudioNegotiator made = new AudioNegotiator(local);
        made.want(wanted);
        negotiator = made;
    }

    private void take(Step step, CompletableFuture<Negotiation> result) {
        if (negotiator == null || participant.removed()) {
            result.complete(new Negotiation.Unavailable("the participant has left"));
            return;
        }
        try {
            result.complete(step.take(negotiator));
        } catch (SdpException e) {
            result.complete(new Negotiation.Refused(e));
        }
    }

    private static boolean prefersIp6(SdpSession offer) {
        for (MediaDescription media : offer.media()) {
            if (media.active() && media.connectionAddress() != null) {
                return media.connectionAddress().indexOf(':') >= 0;
            }
        }
        return false;
    }
}
