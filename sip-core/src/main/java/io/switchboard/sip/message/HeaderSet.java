package io.switchboard.sip.message;

/** A fixed set of known headers, which is asked for each line of each message that passes. Safe for any thread. */
public final class HeaderSet {
    private final boolean[] ids = new boolean[HeaderName.values().length + 1];

    private HeaderSet() {}

    /** These headers. */
    public static HeaderSet of(HeaderName... names) {
        HeaderSet set = new HeaderSet();
        for (HeaderName name : names) {
            set.ids[HeaderTable.id(name)] = true;
        }
        return set;
    }

    /** These and one more. */
    public HeaderSet and(HeaderName name) {
        HeaderSet more = of(name);
        for (int id = 0; id < ids.length; id++) {
            more.ids[id] |= ids[id];
        }
        return more;
    }

    /** Whether the header with this id of the {@link HeaderTable} is one of them; an unknown one (0) never is. */
    boolean has(int id) {
        return ids[id];
    }
}
