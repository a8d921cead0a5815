package io.switchboard.routing;

/** Finds the literal text that every match of an anchored regular expression begins with. */
final class RegexLead {
    private RegexLead() {}

    /** The lead; empty where there is none or it is not plain to see. */
    static String of(String regex) {
        if (!regex.startsWith("^") || (regex.indexOf('|') >= 0 && !alternativesAreGrouped(regex))) {
            return "";
        }
        StringBuilder lead = new StringBuilder();
        int i = 1;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            int next = i + 1;
            if (c == '\\' && next < regex.length() && "+*.?$#".indexOf(regex.charAt(next)) >= 0) {
                c = regex.charAt(next);
                next++;
            } else if (!literal(c)) {
                break;
            }
            // A quantifier behind it makes the character optional or repeated.
            if (next < regex.length() && "?*+{".indexOf(regex.charAt(next)) >= 0) {
                break;
            }
            lead.append(c);
            i = next;
        }
        return lead.toString();
    }

    private static boolean literal(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#' || c == '-';
    }

    /** Whether every {@code |} stands inside brackets; escapes and classes make it unsure, and then it is "no". */
    private static boolean alternativesAreGrouped(String regex) {
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                return false;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '|' && depth == 0) {
                return false;
            }
        }
        return true;
    }
}
