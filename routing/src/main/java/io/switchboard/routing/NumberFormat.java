package io.switchboard.routing;

/** The form in which a trunk sends or wants numbers. Only numbers change; names pass as they are. */
public enum NumberFormat {
    /** As people dial here: read by the plan's {@link Numbering}, written as the plan has it. */
    DIALLED,
    /** {@code +31201234567}. */
    E164,
    /** {@code 31201234567}: E.164 without the plus. */
    DIGITS,
    /** {@code 0201234567} for numbers of the own country, {@code 004420...} for others. */
    NATIONAL;

    /** The plan's form of a number that a trunk sent in this one. */
    String read(String text, Numbering numbering) {
        return switch (this) {
            case DIALLED, NATIONAL -> numbering.normalise(text);
            case E164 -> text;
            case DIGITS -> Numbering.isDigits(text) ? "+" + text : text;
        };
    }

    /** This form of a number of the plan. */
    String write(String number, Numbering numbering) {
        if (number.isEmpty() || number.charAt(0) != '+') {
            return number;
        }
        return switch (this) {
            case DIALLED, E164 -> number;
            case DIGITS -> number.substring(1);
            case NATIONAL -> national(number, numbering);
        };
    }

    private static String national(String number, Numbering numbering) {
        String country = numbering.country();
        if (!country.isEmpty() && number.startsWith(country, 1) && number.length() > country.length() + 1) {
            return numbering.trunkPrefix() + number.substring(1 + country.length());
        }
        return numbering.internationalPrefix() + number.substring(1);
    }
}
