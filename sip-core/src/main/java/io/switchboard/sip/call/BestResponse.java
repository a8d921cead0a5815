package io.switchboard.sip.call;

/** Which of several refusals the caller is told (RFC 3261 section 16.7 step 6). */
final class BestResponse {
    private BestResponse() {}

    /** The lower the better: 6xx first, then the lowest class; inside 4xx those that tell the caller what to mend. */
    static int rank(int status) {
        if (status >= 600) {
            return 0;
        }
        int rank = status / 100 * 10;
        return switch (status) {
            case 415, 420, 484, 488 -> rank;
            case 486 -> rank + 1; // a busy phone says more than one that is not there
            case 408, 480, 487 -> rank + 5;
            case 503 -> rank + 9;
            default -> rank + 3;
        };
    }
}
