/** JMH benchmarks; run by hand, not by the build. */
@NullMarked
package io.switchboard.sip.bench;

import org.jspecify.annotations.NullMarked;
