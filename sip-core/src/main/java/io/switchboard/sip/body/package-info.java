/** What the body of a request brings beside a session description: parts, content codings, lists of recipients. */
@NullMarked
package io.switchboard.sip.body;

import org.jspecify.annotations.NullMarked;
