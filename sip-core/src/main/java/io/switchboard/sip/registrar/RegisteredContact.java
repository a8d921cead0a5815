package io.switchboard.sip.registrar;

import io.switchboard.sip.transport.Hop;
import org.jspecify.annotations.Nullable;

/**
 * One Contact value of a REGISTER.
 *
 * @param uri as written
 * @param q thousandths
 * @param expires seconds of its expires parameter, or -1
 * @param instance value of +sip.instance without brackets, or null
 * @param regId value of reg-id, or 0
 * @param hop the way to it
 */
record RegisteredContact(
        String uri, int q, long expires, @Nullable String instance, int regId, Hop hop) {}
