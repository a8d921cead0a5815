/** The dial plan: a pure function from a dialled number and its circumstances to a decision with its reasons. */
@NullMarked
package io.switchboard.routing;

import org.jspecify.annotations.NullMarked;
