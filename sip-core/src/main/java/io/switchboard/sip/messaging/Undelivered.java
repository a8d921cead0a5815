package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import io.switchboard.sip.lane.LaneTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for messages whose time is over, tells their senders, and forgets what is too old. */
final class Undelivered extends LaneTimer {
    private static final Logger log = LoggerFactory.getLogger(Undelivered.class);
    private static final long INTERVAL = 5_000;
    /** Forgetting is done once in this many intervals. */
    private static final int FORGET_EVERY = 60;

    private final Messages office;
    private int rounds;

    Undelivered(Messages office) {
        this.office = office;
    }

    void begin() {
        office.lane.arm(this, INTERVAL);
    }

    @Override
    protected void expired() {
        office.lane.arm(this, INTERVAL);
        long now = office.lane.wallClock();
        office.ledger.saveAgain();
        office.rates.forget(office.settings.perMinute(), office.lane.now());
        if (office.waiting.total() > 0) {
            office.ledger.expired(office::expired);
        }
        if (rounds++ % FORGET_EVERY == 0) {
            long window = office.settings.otherDevicesMillis();
            office.devices.forget(now - window);
            office.waiting.forget(now - window);
            office.ledger.save(new MessageStore.Change.Forget(now - office.settings.historyMillis(), now - window));
        }
    }

    /** Tells the sender of a message that it has died after its 202. */
    void tell(Letter letter, int status) {
        log.info(
                "message {} from {} to {} died: {}",
                letter.content().callId(),
                letter.sender(),
                letter.recipient(),
                why(status));
        TrunkSender behind = TrunkSender.of(letter.returnTo());
        if (letter.returnTo().isEmpty() || office.settings.bounce() == MessageSettings.Bounce.NONE) {
            return;
        }
        if (behind == null) {
            tell(letter, status, Letters.uri(letter.returnTo()), Letters.uri(letter.recipient()));
            return;
        }
        Destination trunk = office.trunks.to(behind.trunk(), behind.user());
        if (trunk == null) {
            log.info("its sender is not told: there is no trunk {} any more", behind.trunk());
        } else {
            tell(letter, status, trunk.to(), letter.content().requestUri());
        }
    }

    /**
     * Tells somebody.
     *
     * @param to his URI
     * @param called the reader's URI, as the sender knows it
     */
    private void tell(Letter letter, int status, String to, String called) {
        SipRequest content = letter.content();
        String messageId = Imdn.asks(content);
        if (messageId != null) {
            String now =
                    Instant.ofEpochMilli(office.lane.wallClock() / 1000 * 1000).toString();
            byte[] body = Imdn.failed(letter.id(), called, to, messageId, now);
            post(letter, to, "<" + called + ">", Cpim.TYPE, body);
        } else if (office.settings.bounce() == MessageSettings.Bounce.TEXT) {
            String date = content.value(HeaderName.DATE);
            String text = "Your message to " + called.substring("sip:".length()) + " of "
                    + (date == null ? Letters.date(letter.acceptedAt()) : date) + " was not delivered: "
                    + why(status) + ".";
            String from = "\"Switchboard\" <sip:" + Letters.SERVER + "@" + office.settings.domain() + ">";
            post(letter, to, from, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void post(Letter about, String to, String from, String type, byte[] body) {
        String callId = about.content().callId();
        if (office.waiting.of(about.returnTo()) >= office.settings.perUser()
                || office.waiting.total() >= office.settings.total()) {
            log.info("its sender is not told: too much waits for {}, or in all", about.returnTo());
            return;
        }
        office.post(office.letters.own(about.returnTo(), to, from, callId, type, body, office.settings), Answer.NOBODY);
    }

    private static String why(int status) {
        return status == 0 ? "nobody was there in time" : "it was refused (" + status + ")";
    }
}
