/** RTP and RTCP (RFC 3550), telephone events (RFC 4733) and whom to believe; pure but for Netty's buffers. */
@NullMarked
package io.switchboard.media.rtp;

import org.jspecify.annotations.NullMarked;
