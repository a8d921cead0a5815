/** JMH benchmarks of what every message and call needs: {@code ./scripts/bench micro}. No part of the tests. */
@NullMarked
package io.switchboard.bench;

import org.jspecify.annotations.NullMarked;
