package io.switchboard.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A compiled wildcard pattern: one set of characters per position, and whether more may follow. */
final class DigitSets {
    private final String[] sets;
    private final boolean open;

    private DigitSets(List<String> sets, boolean open) {
        this.sets = sets.toArray(String[]::new);
        this.open = open;
    }

    static DigitSets parse(String text) {
        List<String> sets = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case 'X' -> sets.add("0123456789");
                case 'Z' -> sets.add("123456789");
                case 'N' -> sets.add("23456789");
                case '.' -> {
                    if (i != text.length() - 1) {
                        throw new IllegalArgumentException("'.' (one or more of anything) may only stand last in '"
                                + text + "'; X stands for one digit");
                    }
                    open = true;
                }
                case '[' -> {
                    int end = text.indexOf(']', i);
                    if (end < 0) {
                        throw new IllegalArgumentException("'[' without ']' in '" + text + "'");
                    }
                    sets.add(members(text.substring(i + 1, end), text));
                    i = end;
                }
                default -> {
                    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || "+*#-_".indexOf(c) >= 0)) {
                        throw new IllegalArgumentException("'" + c + "' cannot stand in pattern '" + text
                                + "': it takes digits, + * #, lower-case letters, X, Z, N, [2-9] and a last '.'");
                    }
                    sets.add(String.valueOf(c));
                }
            }
        }
        if (sets.isEmpty() && !open) {
            throw new IllegalArgumentException("a pattern must not be empty");
        }
        return new DigitSets(sets, open);
    }

    private static String members(String inside, String text) {
        boolean[] in = new boolean[128];
        for (int i = 0; i < inside.length(); i++) {
            char from = inside.charAt(i);
            char to = from;
            if (i + 2 < inside.length() && inside.charAt(i + 1) == '-') {
                to = inside.charAt(i + 2);
                i += 2;
            }
            if (to < from || to > 126 || from < '#') {
                throw new IllegalArgumentException("bad set '[" + inside + "]' in '" + text + "'");
            }
            Arrays.fill(in, from, to + 1, true);
        }
        StringBuilder members = new StringBuilder();
        for (char c = 0; c < in.length; c++) {
            if (in[c]) {
                members.append(c);
            }
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("empty set '[]' in '" + text + "'");
        }
        return members.toString();
    }

    boolean matches(String number) {
        int length = number.length();
        if (open ? length <= sets.length : length != sets.length) {
            return false;
        }
        for (int i = 0; i < sets.length; i++) {
            if (sets[i].indexOf(number.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it matches exactly one text. */
    boolean literal() {
        return !open && literals() == sets.length;
    }

    boolean open() {
        return open;
    }

    int literals() {
        int count = 0;
        for (String set : sets) {
            count += set.length() == 1 ? 1 : 0;
        }
        return count;
    }

    /** Sum of what the positions leave open: the smaller, the narrower. */
    int width() {
        int width = 0;
        for (String set : sets) {
            width += set.length() - 1;
        }
        return width;
    }

    String lead() {
        StringBuilder lead = new StringBuilder();
        for (String set : sets) {
            if (set.length() != 1) {
                break;
            }
            lead.append(set);
        }
        return lead.toString();
    }

    /** Whether some number matches both. */
    boolean overlaps(DigitSets other) {
        boolean first = sets.length <= other.sets.length;
        DigitSets shorter = first ? this : other;
        DigitSets longer = first ? other : this;
        if (shorter.sets.length < longer.sets.length && !shorter.open) {
            return false;
        }
        if (shorter.sets.length == longer.sets.length && shorter.open != longer.open) {
            return false; // one more character against none
        }
        for (int i = 0; i < shorter.sets.length; i++) {
            if (disjoint(shorter.sets[i], longer.sets[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean disjoint(String a, String b) {
        for (int i = 0; i < a.length(); i++) {
            if (b.indexOf(a.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DigitSets other && open == other.open && Arrays.equals(sets, other.sets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sets) * 31 + (open ? 1 : 0);
    }
}
