package io.switchboard.sip.messaging;

import io.switchboard.sip.call.Destination;
import io.switchboard.sip.call.Party;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipUri;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender who came over a trunk, as he is told of the end of his message: by the trunk that he came from, and not where
 * his From points to.
 *
 * @param user user part of his From as it came, not escaped
 * @param trunk name of the trunk
 */
record TrunkSender(String user, String trunk) {
    private static final String HOST = "@trunk:"; // no host of an address of record has a colon
    private static final String ANONYMOUS = "anonymous.invalid"; // RFC 3323 section 4.1.1.3

    /** Null if he does not say who he is, or is a server that tells us of the end of one of our messages. */
    static @Nullable TrunkSender of(SipRequest request, Party.Trunk trunk) {
        NameAddr from;
        try {
            from = NameAddr.parse(String.valueOf(request.value(HeaderName.FROM)));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String user = from.user();
        boolean notice = user.equals(Letters.SERVER) && request.has(HeaderName.IN_REPLY_TO);
        TrunkSender sender = new TrunkSender(user, trunk.name());
        return user.isEmpty()
                        || user.equals("anonymous")
                        || isAnonymous(from)
                        || notice
                        || !MessageStore.fits(sender.address(), MessageStore.LONGEST_ADDRESS)
                ? null
                : sender;
    }

    private static boolean isAnonymous(NameAddr from) {
        try {
            return SipUri.parse(from.uri()).host().equalsIgnoreCase(ANONYMOUS);
        } catch (IllegalArgumentException e) {
            return false; // a tel: URI
        }
    }

    /** The sender with this {@link #address}; null if it is a local user's. */
    static @Nullable TrunkSender of(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 || !address.startsWith(HOST, at)
                ? null
                : new TrunkSender(address.substring(0, at), address.substring(at + HOST.length()));
    }

    /** What stands in the place of an address of record. */
    String address() {
        return user + HOST + trunk;
    }

    /** The trunk, as the one device of whom messages for him wait for; none if it is not configured any more. */
    List<Phone> phones(Trunks trunks) {
        Destination destination = trunks.to(trunk, user);
        return destination == null ? List.of() : List.of(new Phone("trunk:" + trunk, false, destination));
    }
}
