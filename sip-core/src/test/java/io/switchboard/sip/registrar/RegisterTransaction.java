package io.switchboard.sip.registrar;

import static java.util.Objects.requireNonNull;

import io.switchboard.sip.message.MessageParser;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transport.Flow;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A REGISTER and the response to it. */
final class RegisterTransaction implements ServerTransaction {
    private final SipRequest request;
    private final Flow flow;
    private @Nullable SipResponse response;

    RegisterTransaction(Flow flow, String callId, long cseq, String... lines) {
        String text =
                "REGISTER sip:example.com SIP/2.0\r\nVia: SIP/2.0/" + flow.protocol() + " 127.0.0.1:5062;branch=z9hG4bK"
                        + callId + cseq + "\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=1\r\n"
                        + "To: sip:alice@example.com\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " REGISTER\r\n"
                        + String.join("\r\n", lines) + (lines.length == 0 ? "" : "\r\n") + "Content-Length: 0\r\n\r\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        this.request = (SipRequest) requireNonNull(MessageParser.parse(bytes, 0, bytes.length));
        this.flow = flow;
    }

    boolean answered() {
        return response != null;
    }

    SipResponse response() {
        return requireNonNull(response, "no response yet");
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public boolean pending() {
        return response == null;
    }

    @Override
    public void respond(SipResponse sent) {
        if (response != null) {
            throw new IllegalStateException("answered twice");
        }
        response = sent;
    }

    @Override
    public void listener(@Nullable Listener listener) {}
}
