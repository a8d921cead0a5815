package io.switchboard.routing;

import java.util.BitSet;
import java.util.List;

/** A set of SIP status codes, written as {@code 408} and {@code 5xx}. Immutable. */
public final class StatusSet {
    /** What is worth another attempt unless the plan says otherwise: no answer, not there, broken or overloaded. */
    public static final StatusSet DEFAULT = parse(List.of("408", "480", "5xx"));

    /** No status at all. */
    public static final StatusSet NONE = parse(List.of());

    private final List<String> text;
    private final BitSet codes = new BitSet(700);

    private StatusSet(List<String> text) {
        this.text = List.copyOf(text);
        for (String entry : text) {
            add(entry);
        }
    }

    /** A set of codes 300-699 and classes 3xx-6xx. @throws IllegalArgumentException for anything else */
    public static StatusSet parse(List<String> text) {
        return new StatusSet(text);
    }

    private void add(String entry) {
        boolean wellFormed = entry.length() == 3 && entry.charAt(0) >= '3' && entry.charAt(0) <= '6';
        if (wellFormed && entry.endsWith("xx")) {
            int first = (entry.charAt(0) - '0') * 100;
            codes.set(first, first + 100);
        } else if (wellFormed && Numbering.isDigits(entry)) {
            codes.set(Integer.parseInt(entry));
        } else {
            throw new IllegalArgumentException(
                    "'" + entry + "' is no final status: a code of 300 to 699, or a class as 5xx, is meant");
        }
    }

    /** Whether a status is in the set. */
    public boolean contains(int status) {
        return status >= 0 && codes.get(status);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof StatusSet other && codes.equals(other.codes);
    }

    @Override
    public int hashCode() {
        return codes.hashCode();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
