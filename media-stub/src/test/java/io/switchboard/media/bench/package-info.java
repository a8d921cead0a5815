/** Benchmarks and load runs, started by hand. */
@NullMarked
package io.switchboard.media.bench;

import org.jspecify.annotations.NullMarked;
