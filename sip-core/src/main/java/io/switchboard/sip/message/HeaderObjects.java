package io.switchboard.sip.message;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.URLParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.URI;
import javax.sip.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes header objects of the reference implementation. Its parsers let unchecked exceptions and stack overflows escape,
 * and it remembers every name that it sees for ever: only known names get there, and only parse errors come out.
 */
final class HeaderObjects {
    private HeaderObjects() {}

    /** The values of one header line, each an object of its own. */
    static List<Header> parse(@Nullable HeaderName known, String name, String value) throws ParseException {
        List<Header> values = new ArrayList<>(1);
        if (known == null) {
            ExtensionHeaderImpl plain = new ExtensionHeaderImpl(name);
            plain.setValue(value);
            values.add(plain);
            return values;
        }
        SIPHeader header = guarded(() ->
                ParserFactory.createParser(known.text() + ":" + value + "\n").parse());
        if (header instanceof SIPHeaderList<?> list) {
            values.addAll(list);
        } else {
            values.add(header);
        }
        return values;
    }

    static URI uri(String text) throws ParseException {
        return guarded(() -> new URLParser(text).parse());
    }

    static void checkToken(String text) throws ParseException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!Ascii.isToken(bytes, 0, bytes.length)) {
            throw new ParseException("not a token", 0);
        }
    }

    private interface Parser<T> {
        @Nullable T parse() throws ParseException;
    }

    private static <T> T guarded(Parser<T> parser) throws ParseException {
        T parsed;
        try {
            parsed = parser.parse();
        } catch (ParseException | RuntimeException | StackOverflowError | AssertionError broken) {
            // Its text repeats the header, line breaks and credentials included, so it does not get any further.
            parsed = null;
        }
        if (parsed == null) {
            throw new ParseException("not well-formed", 0);
        }
        return parsed;
    }
}
