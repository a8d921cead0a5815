package io.switchboard.sip.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** API SKELETON: one value of From, To, Contact, Route, Path, Refer-To …: display name, URI, header parameters. */
public final class NameAddr {
    /** Parses one value. @throws IllegalArgumentException */
    public static NameAddr parse(String text) {
        throw new IllegalStateException();
    }

    /** Splits a header value at its top-level commas and parses each part. */
    public static List<NameAddr> parseList(String text) {
        throw new IllegalStateException();
    }

    /** Unquoted display name, "" if none. */
    public String displayName() {
        throw new IllegalStateException();
    }

    /** URI text, whatever its scheme. */
    public String uri() {
        throw new IllegalStateException();
    }

    /** Header parameter (outside the brackets), unquoted; "" if it has no value, null if absent. */
    public @Nullable String param(String name) {
        throw new IllegalStateException();
    }
}
