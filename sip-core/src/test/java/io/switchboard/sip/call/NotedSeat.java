package io.switchboard.sip.call;

import io.switchboard.media.Negotiation;
import io.switchboard.media.sdp.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** A seat that writes down what it is told, and answers an offer with the room's description. */
record NotedSeat(List<String> told) implements Dialler.KeptSeat {
    static final String ROOMS = "v=0\r\ns=room\r\n";

    @Override
    public void ringing() {
        told.add("ringing");
    }

    @Override
    public void failed(int status) {
        told.add("failed " + status);
    }

    @Override
    public void negotiate(byte[] offer, Consumer<Negotiation> result) {
        told.add("offered");
        result.accept(new Negotiation.Agreed(ScriptedPhone.bytes(ROOMS), Direction.SENDRECV));
    }

    @Override
    public void answered(byte[] answer) {
        told.add("answered " + new String(answer, StandardCharsets.UTF_8).strip());
    }

    @Override
    public void answered(byte[] answer, Consumer<Negotiation> result) {
        answered(answer);
        result.accept(new Negotiation.Agreed(new byte[0], Direction.SENDRECV));
    }

    @Override
    public void connected() {
        told.add("connected");
    }

    @Override
    public void digit(char digit) {
        told.add("key " + digit);
    }

    @Override
    public void silence(Silence how) {
        told.add(how.toString());
    }

    @Override
    public void left() {
        told.add("left");
    }
}
