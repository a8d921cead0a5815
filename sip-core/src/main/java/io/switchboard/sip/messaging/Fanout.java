package io.switchboard.sip.messaging;

/**
 * One message for several: its sender is answered once, when something is known of each. 200 if all have it, 202 if some
 * get it later or not at all (RFC 5365 section 7.2), a refusal if nobody gets it.
 */
final class Fanout {
    private final Answer sender;
    private int left;
    private int refusal;
    private boolean taken;
    private boolean later;

    /** @param count how many get it, at least one */
    Fanout(Answer sender, int count) {
        this.sender = sender;
        this.left = count;
    }

    /** What one of them comes to. */
    Reply one() {
        return new OnceReply((status, reason, retryAfter) -> told(status));
    }

    private void told(int status) {
        taken |= status < 300;
        later |= status != 200;
        refusal = refusal == 0 && status >= 300 ? status : refusal;
        if (--left == 0) {
            sender.tell(!taken ? refusal : later ? 202 : 200);
        }
    }
}
