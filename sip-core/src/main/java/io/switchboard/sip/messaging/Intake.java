package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;

/** Decides which messages are taken, and where each goes. */
final class Intake {
    /** Seconds after which a sender may hope for room. */
    private static final int FULL_PAUSE = 60;

    private static final int BOX_PAUSE = 600;

    private final Messages office;
    private final Recipients recipients;

    Intake(Messages office) {
        this.office = office;
        this.recipients = new Recipients(office);
    }

    void accept(SipRequest request, Party sender, MessagePlanner planner, Reply reply) {
        if (!may(request, sender, reply)) {
            return;
        }
        if (Recipients.isListed(request)) {
            recipients.list(request, sender, planner, reply);
            return;
        }
        SipUri target;
        try {
            target = SipUri.parse(request.requestUri());
        } catch (IllegalArgumentException e) {
            refuse(reply, 416, "", 0);
            return;
        }
        route(request, target, sender, planner, reply);
    }

    void accept(SipRequest request, Party sender, String room, Reply reply) {
        if (may(request, sender, reply)) {
            recipients.room(request, sender, room, reply);
        }
    }

    /** Whether a message is short enough and its sender does not send too many; answers it if not. */
    boolean may(SipRequest request, Party sender, Reply reply) {
        if (request.bodyLength() > office.settings.maxBytes()) {
            refuse(reply, 413, "Message Longer Than " + office.settings.maxBytes() + " Bytes", 0);
            return false;
        }
        if (!mayEach(sender, 1)) {
            refuse(reply, 480, "Too Many Messages", SenderRates.pause(1, office.settings.perMinute()));
            return false;
        }
        return true;
    }

    /** Whether a sender may send so many more. */
    boolean mayEach(Party sender, int count) {
        return !(sender instanceof Party.Phone)
                || office.rates.take(sender.label(), count, office.settings.perMinute(), office.lane.now());
    }

    void route(SipRequest request, SipUri target, Party sender, MessagePlanner planner, Reply reply) {
        switch (planner.plan(request, target, sender)) {
            case MessageRoute.Refuse no -> refuse(reply, no.status(), no.reason(), 0);
            case MessageRoute.To to -> take(request, sender, to, 0, reply);
        }
    }

    void take(SipRequest request, Party sender, MessageRoute.To to, int step, Reply reply) {
        switch (to.steps().get(step)) {
            case MessageRoute.Step.User user -> forUser(request, sender, user, reply);
            case MessageRoute.Step.Trunk trunk -> {
                if (trunk.destination() != null) {
                    new TrunkRelay(office, request, sender, to, step, trunk.destination(), reply).begin();
                } else {
                    int next = to.next().after(step, 503);
                    if (next < 0) {
                        refuse(reply, 503, "", 0);
                    } else {
                        take(request, sender, to, next, reply);
                    }
                }
            }
            case MessageRoute.Step.Room room -> recipients.room(request, sender, room.room(), reply);
        }
    }

    void forUser(SipRequest request, Party sender, MessageRoute.Step.User user, Reply reply) {
        int most = office.settings.perUser();
        if (office.waiting.of(user.aor()) >= most || office.underWay(user.aor()) >= most) {
            refuse(reply, 480, "Mailbox Full", BOX_PAUSE);
            return;
        }
        if (office.waiting.total() >= office.settings.total()) {
            refuse(reply, 503, "Message Store Full", FULL_PAUSE);
            return;
        }
        boolean returned = office.settings.bounce() != MessageSettings.Bounce.NONE && !Imdn.is(request);
        Letter letter = office.letters.of(request, sender, user.aor(), user.callerUser(), returned, office.settings);
        if (!MessageStore.fits(letter.recipient(), MessageStore.LONGEST_ADDRESS)) {
            refuse(reply, 404, "", 0);
            return;
        }
        if (!MessageStore.fits(letter.sender(), MessageStore.LONGEST_ADDRESS)) {
            refuse(reply, 400, "Unusable Address In From", 0);
            return;
        }
        office.accepted++;
        office.box(user.aor()).arrived(letter, reply, Letters.fleeting(letter));
    }

    private void refuse(Reply reply, int status, String reason, int retryAfter) {
        office.answered(status);
        reply.answer(status, reason, retryAfter);
    }
}
