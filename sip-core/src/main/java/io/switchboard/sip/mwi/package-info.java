/** Message waiting indication (RFC 3842): a lamp on the phone for messages that wait. */
@NullMarked
package io.switchboard.sip.mwi;

import org.jspecify.annotations.NullMarked;
