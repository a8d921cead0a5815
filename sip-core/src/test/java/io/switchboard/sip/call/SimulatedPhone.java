package io.switchboard.sip.call;

import io.switchboard.sip.dialog.Dialog;
import io.switchboard.sip.lane.RandomTokens;
import io.switchboard.sip.message.HeaderName;
import io.switchboard.sip.message.NameAddr;
import io.switchboard.sip.message.RequestBuilder;
import io.switchboard.sip.message.ResponseBuilder;
import io.switchboard.sip.message.SipRequest;
import io.switchboard.sip.message.SipResponse;
import io.switchboard.sip.message.Validator;
import io.switchboard.sip.sim.SimulatedEndpoint;
import io.switchboard.sip.sim.SimulatedNetwork;
import io.switchboard.sip.sim.VirtualLane;
import io.switchboard.sip.transaction.ClientTransaction;
import io.switchboard.sip.transaction.ServerTransaction;
import io.switchboard.sip.transaction.TimerValues;
import io.switchboard.sip.transaction.TransactionLimits;
import io.switchboard.sip.transaction.TransactionUser;
import io.switchboard.sip.transaction.Transactions;
import io.switchboard.sip.transport.Flow;
import io.switchboard.sip.transport.Hop;
import io.switchboard.sip.transport.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** A phone in the simulation: calls, is called, holds, hangs up, all at random; plays by the book. */
final class SimulatedPhone implements TransactionUser {
    private static final byte[] SDP = sdp("sendrecv");
    private static final byte[] HOLD = sdp("sendonly");

    /** Tags of its subscriptions. */
    final Set<String> watching = new HashSet<>();

    /** REFERs that were concluded, by dialog and event; the value counts how often. */
    final Map<String, Integer> concluded = new HashMap<>();

    final SimulatedEndpoint endpoint;
    final Transactions layer;
    final Map<String, Talk> talks = new HashMap<>();
    int established;
    int refused;

    /** What the phone does with an INVITE; the random phone by default. */
    Consumer<Talk> onInvite = this::answerSomehow;

    private final VirtualLane lane;
    private final Random random;
    private final RandomTokens tokens;
    private final String contact;

    SimulatedPhone(VirtualLane lane, SimulatedNetwork network, String ip) {
        this.lane = lane;
        this.random = network.random();
        this.tokens = new RandomTokens(network.random());
        this.endpoint = network.endpoint(ip, 5060);
        this.contact = "<sip:phone@" + ip + ":5060>";
        this.layer = new Transactions(
                lane, endpoint, new Validator(65_536), tokens, TimerValues.DEFAULT, TransactionLimits.DEFAULT);
        layer.user(this);
        endpoint.handler(layer);
    }

    private static byte[] sdp(String direction) {
        return ("v=0\r\no=p 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na="
                        + direction + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Loses its memory and is off the network for a while. */
    void crash(long millis) {
        talks.values().forEach(Talk::end);
        watching.clear();
        endpoint.cut();
        lane.schedule(millis, endpoint::heal);
    }

    /** Subscribes to a room. */
    void watch(Hop server, String room) {
        String tag = tokens.token();
        watching.add(tag);
        String to = "sip:" + room + "@" + server.address().getAddress().getHostAddress();
        Dialog dialog = new Dialog(tokens.token(), tag, contact, "<" + to + ">", contact, "", to);
        layer.send(
                dialog.request(Request.SUBSCRIBE)
                        .header(HeaderName.MAX_FORWARDS, "70")
                        .header(HeaderName.CONTACT, contact)
                        .header(HeaderName.EVENT, "conference")
                        .header(HeaderName.LAST_NOTIFY_VERSION, Integer.toString(random.nextInt(200_000)))
                        .header(HeaderName.EXPIRES, Integer.toString(60 + random.nextInt(600))),
                server,
                Forgotten.INSTANCE);
    }

    /**
     * Sends a REFER to a room, outside of any call.
     *
     * @param target value of Refer-To
     */
    void refer(Hop server, String room, String target) {
        String tag = tokens.token();
        watching.add(tag);
        String to = "sip:" + room + "@" + server.address().getAddress().getHostAddress();
        Dialog dialog = new Dialog(tokens.token(), tag, contact, "<" + to + ">", contact, "", to);
        layer.send(
                dialog.request(Request.REFER)
                        .header(HeaderName.MAX_FORWARDS, "70")
                        .header(HeaderName.CONTACT, contact)
                        .header(HeaderName.REFER_TO, target),
                server,
                Forgotten.INSTANCE);
    }

    /** One call as this phone sees it. */
    final class Talk implements ClientTransaction.Listener {
        final Dialog dialog;

        @Nullable ServerTransaction invited;

        @Nullable ClientTransaction inviting;

        final Hop hop;
        String replaces = "";
        String join = "";

        /** The room that it called, or empty. */
        String room = "";

        boolean held;

        /** The other side's tag while it rings. */
        @Nullable String earlyTag;

        boolean up;
        boolean over;
        private long inviteCseq;
        private @Nullable SipRequest ack;
        private @Nullable SipResponse success;
        private boolean acknowledged;

        Talk(Dialog dialog, Hop hop) {
            this.dialog = dialog;
            this.hop = hop;
            talks.put(dialog.localTag(), this);
        }

        void invite(boolean again) {
            inviteCseq = dialog.nextCseq();
            RequestBuilder request = dialog.request(Request.INVITE, inviteCseq);
            request.header(HeaderName.MAX_FORWARDS, "70").header(HeaderName.CONTACT, contact);
            request.header("X-Unknown", "passes; through=\"all, legs\"");
            if (!replaces.isEmpty() && !again) {
                request.header(HeaderName.REPLACES, replaces);
            }
            if (!join.isEmpty() && !again) {
                request.header(HeaderName.JOIN, join);
            }
            request.body("application/sdp", held ? HOLD : SDP);
            ack = null;
            inviting = layer.send(request, hop, again ? new ReInvite() : this);
        }

        @Override
        public void response(SipResponse response) {
            if (response.status() < 200) {
                earlyTag = response.status() > 100 ? response.toTag() : earlyTag;
                return;
            }
            if (response.status() >= 300) {
                refused++;
                end();
                return;
            }
            if (ack == null) {
                dialog.established(response);
                up = true;
                established++;
                acknowledge();
            } else {
                layer.resendAck(ack, hop);
            }
        }

        private void acknowledge() {
            ack = layer.sendAck(dialog.request(Request.ACK, inviteCseq).header(HeaderName.MAX_FORWARDS, "70"), hop);
        }

        @Override
        public void timedOut() {
            end();
        }

        @Override
        public void transportFailed() {
            end();
        }

        /** Puts the other side on hold, or ends that. */
        void hold(boolean on) {
            if (up && !over) {
                held = on;
                invite(true);
            }
        }

        /** A Replaces value that names this dialog to the one on the other side. */
        String named() {
            String theirs = up || earlyTag == null ? dialog.remoteTag() : earlyTag;
            return dialog.callId() + ";to-tag=" + theirs + ";from-tag=" + dialog.localTag();
        }

        void hangUp() {
            if (over) {
                return;
            }
            if (!up && inviting != null) {
                inviting.cancel("");
            } else if (up && (acknowledged || success == null)) {
                end();
                layer.send(
                        dialog.request(Request.BYE)
                                .header(HeaderName.MAX_FORWARDS, "70")
                                .header(HeaderName.REASON, "Q.850;cause=16"),
                        hop,
                        Forgotten.INSTANCE);
            } else if (up) {
                lane.schedule(500, this::hangUp);
            }
        }

        void send(String method) {
            if (up && !over) {
                layer.send(
                        dialog.request(method)
                                .header(HeaderName.MAX_FORWARDS, "70")
                                .header(HeaderName.CONTACT, contact),
                        hop,
                        Forgotten.INSTANCE);
            }
        }

        void ring() {
            ServerTransaction transaction = invited;
            if (transaction != null && !over && transaction.pending()) {
                transaction.respond(response(transaction.request(), 180).build());
            }
        }

        void refuse(int status) {
            ServerTransaction transaction = invited;
            if (transaction != null && !over && transaction.pending()) {
                transaction.respond(response(transaction.request(), status).build());
                end();
            }
        }

        void accept(ServerTransaction transaction) {
            if (over || !transaction.pending()) {
                return;
            }
            SipResponse answer = response(transaction.request(), 200)
                    .body("application/sdp", SDP)
                    .build();
            success = answer;
            acknowledged = false;
            if (!up) {
                up = true;
                established++;
            }
            repeat(transaction, answer, 500, 0);
        }

        private void repeat(ServerTransaction transaction, SipResponse answer, long interval, long waited) {
            if (acknowledged || !answer.equals(success) || over) {
                return;
            }
            if (waited >= 32_000) {
                acknowledged = true;
                hangUp();
                return;
            }
            transaction.respond(answer);
            lane.schedule(interval, () -> repeat(transaction, answer, Math.min(4000, interval * 2), waited + interval));
        }

        private ResponseBuilder response(SipRequest request, int status) {
            return ResponseBuilder.of(request, status, "")
                    .toTag(dialog.localTag())
                    .header(HeaderName.CONTACT, contact);
        }

        private void end() {
            over = true;
        }

        /** A re-INVITE: hold, say. Whatever comes of it, the call stands. */
        private final class ReInvite implements ClientTransaction.Listener {
            @Override
            public void response(SipResponse response) {
                if (response.status() >= 200 && response.status() < 300) {
                    if (ack == null) {
                        acknowledge();
                    } else {
                        layer.resendAck(ack, hop);
                    }
                } else if (response.status() == 481 || response.status() == 408) {
                    end();
                }
            }

            @Override
            public void timedOut() {
                hangUp();
            }

            @Override
            public void transportFailed() {
                hangUp();
            }
        }
    }

    Talk call(Hop server, String number) {
        return call(server, number, "");
    }

    /**
     * @param replaces value of a Replaces header, or empty
     */
    Talk call(Hop server, String number, String replaces) {
        return call(server, number, replaces, "");
    }

    /**
     * @param join value of a Join header, or empty
     */
    Talk call(Hop server, String number, String replaces, String join) {
        String to = "<sip:" + number + "@" + server.address().getAddress().getHostAddress() + ">";
        Talk talk = new Talk(
                new Dialog(tokens.token(), tokens.token(), contact, to, contact, "", to.substring(1, to.length() - 1)),
                server);
        talk.replaces = replaces;
        talk.join = join;
        talk.room = number.startsWith("3") ? number : "";
        talk.invite(false);
        return talk;
    }

    private void answerSomehow(Talk talk) {
        int delay = random.nextInt(3000);
        lane.schedule(random.nextInt(500), talk::ring);
        ServerTransaction transaction = talk.invited;
        switch (random.nextInt(6)) {
            case 0 -> lane.schedule(delay, () -> talk.refuse(random.nextBoolean() ? 486 : 503));
            case 1 -> {} // rings until somebody gives up
            default ->
                lane.schedule(delay, () -> {
                    if (transaction != null) {
                        talk.accept(transaction);
                    }
                });
        }
        if (random.nextInt(3) == 0) {
            lane.schedule(delay + random.nextInt(8000), talk::hangUp);
        }
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        String tag = request.toTag();
        Talk talk = tag == null ? null : talks.get(tag);
        if (request.method().equals(Request.NOTIFY)) {
            notified(request, talk != null || watching.contains(String.valueOf(tag)));
        }
        if (tag == null && request.method().equals(Request.INVITE)) {
            invited(transaction);
        } else if (tag != null && watching.contains(tag)) {
            transaction.respond(ResponseBuilder.of(request, 200, "").build());
        } else if (talk == null || (talk.over && !request.method().equals(Request.BYE))) {
            transaction.respond(ResponseBuilder.of(request, 481, "").build());
        } else if (request.method().equals(Request.BYE)) {
            talk.end();
            transaction.respond(ResponseBuilder.of(request, 200, "").build());
        } else if (request.method().equals(Request.INVITE)) {
            talk.accept(transaction);
        } else {
            transaction.respond(ResponseBuilder.of(request, 200, "").build());
        }
    }

    private void notified(SipRequest request, boolean known) {
        String event = String.valueOf(request.value(HeaderName.EVENT));
        String state = String.valueOf(request.value(HeaderName.SUBSCRIPTION_STATE));
        if (known && event.startsWith("refer") && state.startsWith("terminated")) {
            concluded.merge(request.toTag() + " " + event, 1, Integer::sum);
        }
    }

    private void invited(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        String fromTag = String.valueOf(request.fromTag());
        Dialog dialog = new Dialog(
                request.callId(),
                tokens.token(),
                NameAddr.withoutParameters(request.value(HeaderName.TO)),
                NameAddr.withoutParameters(request.value(HeaderName.FROM)),
                contact,
                fromTag,
                "");
        dialog.accepted(request);
        Talk talk = new Talk(dialog, new Hop(Protocol.UDP, transaction.flow().remote(), "", null));
        talk.invited = transaction;
        transaction.listener(new ServerTransaction.Listener() {
            @Override
            public void cancelled(SipRequest cancel) {
                transaction.respond(ResponseBuilder.of(request, 487, "")
                        .toTag(dialog.localTag())
                        .build());
                talk.end();
            }
        });
        onInvite.accept(talk);
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {
        String tag = ack.toTag();
        Talk talk = tag == null ? null : talks.get(tag);
        if (talk != null) {
            talk.acknowledged = true;
        }
    }

    @Override
    public void stray(SipResponse response, Flow flow) {}

    @Override
    public void closed(Flow flow) {}
}
