/** A lane with a virtual clock and a network that loses, delays, doubles and reorders: fixtures for simulations. */
@NullMarked
package io.switchboard.sip.sim;

import org.jspecify.annotations.NullMarked;
