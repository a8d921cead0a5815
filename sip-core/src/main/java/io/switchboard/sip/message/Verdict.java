package io.switchboard.sip.message;

import java.util.List;

/** What is to be done with a received message. */
public sealed interface Verdict {
    /** The message may be used. */
    record Accept() implements Verdict {}

    /**
     * A request to be answered, statelessly or in its transaction.
     *
     * @param status final status, 400 to 699
     * @param reason phrase that names the fault
     * @param fields header lines that the answer needs, such as Unsupported
     */
    record Reject(int status, String reason, List<Field> fields) implements Verdict {
        /** The answer, without a To tag. */
        public ResponseBuilder answer(SipRequest request) {
            ResponseBuilder builder = ResponseBuilder.of(request, status, reason);
            for (Field field : fields) {
                builder.header(field.name(), field.value());
            }
            return builder;
        }
    }

    /** A header line of an answer. */
    record Field(HeaderName name, String value) {}

    /** A message that gets no answer: a response, an ACK, or a request whose answer would not find its way. */
    record Drop(String why) implements Verdict {}
}
