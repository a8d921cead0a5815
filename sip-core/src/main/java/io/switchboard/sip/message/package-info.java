/** Byte-backed SIP messages that implement the JAIN-SIP message interfaces, their framer, validator and builders. */
@NullMarked
package io.switchboard.sip.message;

import org.jspecify.annotations.NullMarked;
