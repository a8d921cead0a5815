package io.switchboard.sip.messaging;

import io.switchboard.sip.body.BodyException;
import io.switchboard.sip.body.ListedBody;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.dialog.SessionTimer;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.HeaderSet;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Messages for more than one: those who are in a room, and those on a list (RFC 5365). */
final class Recipients {
    private static final HeaderSet OF_THE_BODY = HeaderSet.of(
            HeaderName.CONTENT_TYPE,
            HeaderName.CONTENT_DISPOSITION,
            HeaderName.CONTENT_ENCODING,
            HeaderName.REQUIRE,
            HeaderName.VIA);

    private final Messages office;

    Recipients(Messages office) {
        this.office = office;
    }

    /** Whether a message says that it is for a list. */
    static boolean isListed(SipRequest request) {
        for (String line : request.values(HeaderName.REQUIRE)) {
            if (SessionTimer.containsToken(line, ListedBody.OPTION)) {
                return true;
            }
        }
        return false;
    }

    /** Sends what comes with a list to each who is on it, with the sender's rights. */
    void list(SipRequest request, Party sender, MessagePlanner planner, Reply reply) {
        ListedBody listed;
        try {
            listed = ListedBody.of(request);
        } catch (BodyException e) {
            reply.answer(e.status(), e.phrase(), 0);
            return;
        }
        if (listed == null) {
            reply.answer(400, "No Resource List", 0);
            return;
        }
        List<SipUri> targets = new ArrayList<>(listed.recipients().size());
        for (String recipient : listed.recipients()) {
            targets.add(target(recipient));
        }
        if (!office.intake.mayEach(sender, targets.size() - 1)) {
            int perMinute = office.settings.perMinute();
            int pause = SenderRates.pause(targets.size(), perMinute);
            reply.answer(480, pause == 0 ? "More Recipients Than " + perMinute : "Too Many Messages", pause);
            return;
        }
        Fanout fanout = new Fanout(reply, targets.size(), refused -> untold(sender, refused));
        for (SipUri target : targets) {
            String reader = target.user() + "@" + target.host();
            SipRequest part = without(request, listed, reader);
            office.intake.route(part, target, sender, planner, fanout.one(part, reader));
        }
    }

    /** Who was told that others have it learns of each who has not, as of a message that dies. */
    private void untold(Party sender, Fanout.Refused refused) {
        boolean returned = !Imdn.is(refused.message());
        Letter letter = office.letters.of(refused.message(), sender, refused.reader(), null, returned, office.settings);
        if (!Letters.fleeting(letter)) {
            office.untaken(letter, refused.status());
        }
    }

    private SipUri target(String uri) {
        if (uri.regionMatches(true, 0, "tel:", 0, 4)) {
            int end = uri.indexOf(';');
            return SipUri.parse("sip:" + SipUri.escapedUser(uri.substring(4, end < 0 ? uri.length() : end)) + "@"
                    + office.settings.domain());
        }
        return SipUri.parse(uri);
    }

    /** The message as one on the list gets it. */
    private static SipRequest without(SipRequest request, ListedBody listed, String reader) {
        RequestBuilder builder =
                RequestBuilder.of(Request.MESSAGE, Letters.uri(reader)).copyAllBut(request, OF_THE_BODY);
        if (!listed.encodings().isEmpty()) {
            builder.header(HeaderName.CONTENT_ENCODING, listed.encodings());
        }
        return builder.body(listed.contentType(), listed.content()).build(Letters.NO_VIA);
    }

    /** Sends a message to all who are in a room, but for its sender, who has to be in it too. */
    void room(SipRequest request, Party sender, String room, Reply reply) {
        String from = sender instanceof Party.Phone phone ? phone.account().aor() : null;
        List<String> members = office.rooms.members(room);
        if (members.isEmpty()) {
            reply.answer(480, "Nobody Is There", 0);
        } else if (!isIn(members, from)) {
            reply.answer(403, "Only For Those In The Room", 0);
        } else {
            List<String> others = new ArrayList<>(members);
            others.removeIf(aor -> aor.equals(from));
            if (others.isEmpty()) {
                reply.answer(480, "Nobody Else Is There", 0);
                return;
            }
            Fanout fanout = new Fanout(reply, others.size(), refused -> untold(sender, refused));
            for (String aor : others) {
                office.intake.forUser(request, sender, new MessageRoute.Step.User(aor, null), fanout.one(request, aor));
            }
        }
    }

    private static boolean isIn(List<String> members, @Nullable String aor) {
        return aor != null && members.contains(aor);
    }
}
