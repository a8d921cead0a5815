package io.switchboard.routing;

import java.util.List;

/**
 * How people of this place dial, so that every number is matched in one form: E.164 with a leading plus.
 *
 * @param country country code without plus ("31"); empty switches the national rule off
 * @param trunkPrefix dialled before a national number ("0"); empty if none is
 * @param internationalPrefix dialled before a country code ("00"); empty if none is
 * @param keep numbers that stay as they are dialled: emergency and short codes, extensions
 */
public record Numbering(String country, String trunkPrefix, String internationalPrefix, List<NumberPattern> keep) {
    /** Nothing is changed but visual separators taken out. */
    public static final Numbering NONE = new Numbering("", "", "", List.of());

    /** A copy that nobody can change. */
    public Numbering {
        keep = List.copyOf(keep);
    }

    /**
     * The one form of a dialled text. Names (anything that is not digits, {@code + * #} and the visual separators of
     * RFC 3966 section 5.1.1) come back unchanged.
     */
    public String normalise(String dialled) {
        String number = withoutSeparators(dialled);
        if (number.isEmpty() || number.charAt(0) == '+' || (country.isEmpty() && internationalPrefix.isEmpty())) {
            return number;
        }
        if (!isDigits(number) || kept(number)) {
            return number;
        }
        if (!internationalPrefix.isEmpty()
                && number.length() > internationalPrefix.length()
                && number.startsWith(internationalPrefix)) {
            return "+" + number.substring(internationalPrefix.length());
        }
        if (!country.isEmpty()
                && !trunkPrefix.isEmpty()
                && number.length() > trunkPrefix.length()
                && number.startsWith(trunkPrefix)) {
            return "+" + country + number.substring(trunkPrefix.length());
        }
        return number;
    }

    private boolean kept(String number) {
        for (int i = 0; i < keep.size(); i++) {
            if (keep.get(i).matches(number)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text is one or more ASCII digits. */
    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String withoutSeparators(String dialled) {
        int separators = 0;
        for (int i = 0; i < dialled.length(); i++) {
            char c = dialled.charAt(i);
            if (c == '-' || c == '.' || c == '(' || c == ')' || c == ' ') {
                separators++;
            } else if (!isDigit(c) && c != '*' && c != '#' && !(c == '+' && i == separators)) {
                return dialled; // a name: its dots and dashes are its own
            }
        }
        if (separators == 0 || separators == dialled.length()) {
            return dialled;
        }
        StringBuilder number = new StringBuilder(dialled.length());
        for (int i = 0; i < dialled.length(); i++) {
            char c = dialled.charAt(i);
            if (isDigit(c) || c == '+' || c == '*' || c == '#') {
                number.append(c);
            }
        }
        return number.toString();
    }
}
