package io.switchboard.sip.registrar;

/** The gr parameter of a public GRUU: the instance, as a URI parameter's value (RFC 5627 section 3.1.1). */
final class Gruu {
    private static final String PLAIN = "-_.!~*'()[]/:&+$";

    private Gruu() {}

    static void append(StringBuilder text, String instance) {
        for (int i = 0; i < instance.length(); i++) {
            char c = instance.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }
}
