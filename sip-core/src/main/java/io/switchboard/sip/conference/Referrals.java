package io.switchboard.sip.conference;

import io.switchboard.sip.call.Dialler;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.call.Seat;
import io.switchboard.sip.call.Seating.Progress;
import io.switchboard.sip.call.Seating.Verdict;
import io.switchboard.sip.call.Seating.Wish;
import io.switchboard.sip.conference.FocusState.Member;
import io.switchboard.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What participants may ask of a room by REFER. In a room that has moderators, or asks for a PIN, those may who are
 * moderators; in any other who is in it. Everybody may remove himself. Nobody is called for a trunk that transfers nothing.
 */
final class Referrals {
    private final Conferences conferences;

    Referrals(Conferences conferences) {
        this.conferences = conferences;
    }

    /** Judges a wish. */
    Verdict judge(@Nullable Focus focus, Party from, @Nullable Seat seat, Wish wish) {
        if (focus == null || focus.over()) {
            return new Verdict.Denied(404);
        }
        boolean governs = governs(focus, from, seat);
        return switch (wish) {
            case Wish.Invite invite ->
                !governs || !from.transfers()
                        ? new Verdict.Denied(403)
                        : focus.full()
                                ? new Verdict.Denied(486)
                                : new Verdict.Granted(progress -> invite(focus.name(), from, invite, progress));
            case Wish.Remove remove -> remove(focus, from, seat, governs, remove.who());
        };
    }

    @SuppressWarnings("ReferenceEquality") // seats have identity
    private boolean governs(Focus focus, Party from, @Nullable Seat seat) {
        ConferenceSettings its = focus.settings();
        boolean moderated = its.asks() || !its.moderators().isEmpty() || conferences.made(focus.name());
        return focus.roster().first(each -> {
                            Member member = focus.state().member(each.id);
                            return (seat != null ? each == seat : isOwn(each, from, null))
                                    && member != null
                                    && member.in()
                                    && (member.moderator() || !moderated);
                        })
                        != null
                || (from instanceof Party.Phone phone
                        && its.moderators().contains(phone.account().user()));
    }

    /** By the address that it is shown as, or its account's; one of several by its number (as RFC 4575 lists them). */
    private static boolean means(SipUri who, Attendee attendee) {
        String number = who.param("participant");
        if (number != null && !number.equals(Integer.toString(attendee.id))) {
            return false;
        }
        return attendee.is(who)
                || (attendee.guest.party() instanceof Party.Phone phone
                        && phone.account().user().equals(who.user())
                        && phone.account().domain().equals(who.host()));
    }

    private void invite(String room, Party from, Wish.Invite wish, Progress progress) {
        conferences.invite(
                room,
                new Dialler.Order(
                        new Party.Room(room, conferences.domain()),
                        wish.target(),
                        from,
                        referredBy(from),
                        wish.replaces()),
                new InviteListener() {
                    @Override
                    public void ringing() {
                        progress.ringing();
                    }

                    @Override
                    public void concluded(int status) {
                        progress.concluded(status);
                    }
                });
    }

    /** RFC 3892: who asked for it is known here, whatever the phone claims. */
    private static String referredBy(Party from) {
        return from instanceof Party.Phone phone
                ? "<sip:" + SipUri.escapedUser(phone.account().user()) + "@"
                        + phone.account().domain() + ">"
                : "";
    }

    private static Verdict remove(Focus focus, Party from, @Nullable Seat seat, boolean governs, SipUri who) {
        List<Attendee> meant = focus.roster().all(each -> means(who, each));
        boolean own = !meant.isEmpty() && meant.stream().allMatch(each -> isOwn(each, from, seat));
        if (!governs && !own) {
            return new Verdict.Denied(403);
        }
        if (meant.isEmpty()) {
            return new Verdict.Denied(404);
        }
        return new Verdict.Granted(progress -> {
            meant.forEach(each -> focus.tell(new FocusEvent.Kicked(each.id, Conferences.REMOVED)));
            progress.concluded(200);
        });
    }

    @SuppressWarnings("ReferenceEquality") // seats have identity
    private static boolean isOwn(Attendee attendee, Party from, @Nullable Seat seat) {
        return attendee == seat
                || (from instanceof Party.Phone
                        && attendee.guest.party().label().equals(from.label()));
    }
}
