package io.switchboard.sip.registrar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where users are (RFC 3261 section 10). Called in the lane; answers from memory. */
public interface LocationService {
    /** Bindings of an address of record that have not expired, highest q first, then the most recent. */
    List<Binding> bindings(String aor);

    /**
     * The binding that a public GRUU names (RFC 5627), or null.
     *
     * @param gr value of its gr parameter
     */
    @Nullable Binding byGruu(String aor, String gr);
}
