package io.switchboard.sip.call;

import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.SipUri;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a target says that it is to be found instead (RFC 3261 section 8.1.3.4). */
final class Redirects {
    /** Places that are tried for one target, itself included. */
    static final int MOST = 5;

    private final Set<String> tried = new HashSet<>();
    private final ArrayDeque<SipUri> places = new ArrayDeque<>();
    private final Map<Integer, List<SipUri>> heard = new HashMap<>();
    private int status;
    private int chosen;

    void begin(SipUri target) {
        tried.add(target.toString());
    }

    /** A branch has answered with 3xx. */
    void heard(int branch, SipResponse response) {
        heard.put(branch, contacts(response));
    }

    /** Whose answer is the one that counts, 0 for nobody's. */
    void chosen(int branch) {
        chosen = branch;
    }

    /**
     * A place was tried.
     *
     * @param failure its final status
     * @return the next place, or null
     */
    @Nullable SipUri next(int failure) {
        List<SipUri> more = failure / 100 == 3 ? heard.get(chosen) : null;
        if (more == null || more.isEmpty()) {
            status = failure;
        } else {
            for (int i = more.size() - 1; i >= 0; i--) {
                places.addFirst(more.get(i));
            }
            status = 480; // unless one of them says more
        }
        heard.clear();
        chosen = 0;
        while (!places.isEmpty() && tried.size() < MOST) {
            SipUri place = places.removeFirst();
            if (tried.add(place.toString())) {
                return place;
            }
        }
        return null;
    }

    /** What the last place came to. */
    int status() {
        return status;
    }

    /** Nothing else is to be tried. */
    void stop() {
        places.clear();
        heard.clear();
    }

    /** Contacts of a response that can be called, the more preferred first. */
    private static List<SipUri> contacts(SipResponse response) {
        List<NameAddr> all = new ArrayList<>();
        for (String line : response.values(HeaderName.CONTACT)) {
            all.addAll(parsed(line));
        }
        all.sort(Comparator.comparingDouble(Redirects::q).reversed());
        List<SipUri> uris = new ArrayList<>();
        for (NameAddr contact : all) {
            SipUri uri = uri(contact);
            if (uri != null && uris.size() < MOST) {
                uris.add(uri);
            }
        }
        return uris;
    }

    private static List<NameAddr> parsed(String line) {
        try {
            return NameAddr.parseList(line);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static @Nullable SipUri uri(NameAddr contact) {
        try {
            SipUri uri = SipUri.parse(contact.uri());
            return uri.headers().isEmpty() && uri.param("method") == null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static double q(NameAddr contact) {
        String q = contact.param("q");
        try {
            return q == null ? 1 : Double.parseDouble(q);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
