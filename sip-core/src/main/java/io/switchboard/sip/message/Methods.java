package io.switchboard.sip.message;

import java.nio.charset.StandardCharsets;
import javax.sip.message.Request;

/** Interns method names, so that known ones may be compared with ==. Method names are case-sensitive. */
final class Methods {
    private static final String[] KNOWN = {
        Request.INVITE,
        Request.ACK,
        Request.BYE,
        Request.CANCEL,
        Request.REGISTER,
        Request.OPTIONS,
        Request.SUBSCRIBE,
        Request.NOTIFY,
        Request.MESSAGE,
        Request.INFO,
        Request.UPDATE,
        Request.PRACK,
        Request.REFER,
        Request.PUBLISH
    };

    private Methods() {}

    static String of(byte[] data, int from, int to) {
        for (String method : KNOWN) {
            if (Ascii.equals(data, from, to, method)) {
                return method;
            }
        }
        return Ascii.text(data, from, to);
    }

    static String intern(String method) {
        byte[] bytes = method.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }
}
