package io.switchboard.sip.call;

/** The dialogs that ended last: who asks for one of them is told that it is over, and not that it never was (RFC 3891). */
final class EndedDialogs {
    private static final int KEPT = 512;

    private final String[] callIds = new String[KEPT];
    private final String[] tags = new String[KEPT];
    private int next;

    void add(String callId, String localTag) {
        callIds[next] = callId;
        tags[next] = localTag;
        next = (next + 1) % KEPT;
    }

    /** Whether this names one, whichever way round. */
    boolean has(Replaces replaces) {
        return has(replaces.callId(), replaces.toTag()) || has(replaces.callId(), replaces.fromTag());
    }

    private boolean has(String callId, String localTag) {
        for (int i = 0; i < KEPT; i++) {
            if (localTag.equals(tags[i]) && callId.equals(callIds[i])) {
                return true;
            }
        }
        return false;
    }
}
