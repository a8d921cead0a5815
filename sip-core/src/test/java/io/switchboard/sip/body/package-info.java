@NullMarked
package io.switchboard.sip.body;

import org.jspecify.annotations.NullMarked;
