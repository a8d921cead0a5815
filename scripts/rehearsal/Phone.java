import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A phone or trunk: it answers what comes as one that is picked up at once. */
final class Phone {
    static final int OPUS = 96;

    private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");

    final String user;
    /** Who waits for responses, by Call-ID. */
    final Map<String, BlockingQueue<Dialog.Message>> waiting = new ConcurrentHashMap<>();

    boolean onlyRings;
    private final Map<String, Dialog.Message> ringing = new ConcurrentHashMap<>();
    private final DatagramSocket udp = new DatagramSocket(0, HOST);
    private final DatagramSocket rtp = new DatagramSocket(0, HOST);
    private final int payloadType;
    private final String sdp;
    private Socket tcp;
    private int port;
    private volatile int hearer;
    private volatile byte[] sound = new byte[160];

    Phone(String user, String codec, int payloadType) throws IOException {
        this.user = user;
        this.payloadType = payloadType;
        sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + rtp.getLocalPort()
                + " RTP/AVP " + payloadType + "\r\na=rtpmap:" + payloadType + " " + codec + "\r\n";
        new Random(1).nextBytes(sound);
        if (payloadType == OPUS) {
            sound = HexFormat.of().parseHex("f8fffe"); // silence, until there is something to send back
        }
    }

    void startUdp(int server) {
        port = server;
        listen(() -> handle(new Dialog.Message(new String(receive(udp), ISO_8859_1))));
        listen(() -> {
            byte[] packet = receive(rtp);
            // An Opus phone sends back what it hears: that is real Opus without an encoder here.
            sound = payloadType == OPUS ? Arrays.copyOfRange(packet, 12, packet.length) : sound;
        });
    }

    void startTcp(int server) throws IOException {
        tcp = new Socket(HOST, server);
        DataInputStream in = new DataInputStream(new BufferedInputStream(tcp.getInputStream()));
        listen(() -> {
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                text.append((char) in.readUnsignedByte());
            }
            int length = Integer.parseInt(new Dialog.Message(text.toString()).header("Content-Length"));
            handle(new Dialog.Message(text + new String(in.readNBytes(length), ISO_8859_1)));
        });
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void listen(Step step) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    step.take();
                }
            } catch (IOException | RuntimeException e) {
                // Whoever waits for an answer says that none came.
            }
        });
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    String address() {
        return "127.0.0.1:" + (tcp == null ? udp.getLocalPort() : tcp.getLocalPort());
    }

    String contact() {
        return "Contact: <sip:" + user + "@" + address() + (tcp == null ? "" : ";transport=tcp") + ">\r\n";
    }

    String via() {
        String transport = tcp == null ? "UDP " : "TCP ";
        return "Via: SIP/2.0/" + transport + address() + ";branch=z9hG4bK" + UUID.randomUUID() + "\r\n";
    }

    void send(String head, String body) throws IOException {
        String type = body.startsWith("v=0") ? "Content-Type: application/sdp\r\n" : "";
        byte[] bytes = (head + type + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(ISO_8859_1);
        if (tcp == null) {
            udp.send(new DatagramPacket(bytes, bytes.length, HOST, port));
        } else {
            tcp.getOutputStream().write(bytes);
        }
    }

    private void handle(Dialog.Message message) throws IOException {
        String media = Dialog.find(message.text(), "m=audio (\\d+)");
        hearer = media == null ? hearer : Integer.parseInt(media);
        String call = message.header("Call-ID");
        switch (message.method()) {
            case "" -> Optional.ofNullable(waiting.get(call)).ifPresent(one -> one.add(message));
            case "ACK" -> {}
            case "INVITE" -> {
                if (!message.header("To").contains(";tag=")) {
                    answer(message, "180 Ringing", "");
                }
                if (onlyRings) {
                    ringing.put(call, message);
                } else {
                    answer(message, "200 OK", sdp);
                }
            }
            case "CANCEL" -> {
                answer(message, "200 OK", "");
                Dialog.Message invite = ringing.remove(call);
                if (invite != null) { // else it is a CANCEL once more, on a slow machine
                    answer(invite, "487 Request Terminated", "");
                }
            }
            default -> answer(message, "200 OK", "");
        }
    }

    private void answer(Dialog.Message request, String status, String body) throws IOException {
        StringBuilder head = new StringBuilder("SIP/2.0 " + status + "\r\n" + contact());
        for (String name : List.of("Via", "From", "Call-ID", "CSeq", "To")) {
            head.append(name).append(": ").append(request.header(name)).append("\r\n");
        }
        String tag = request.header("To").contains(";tag=") ? "" : ";tag=" + user;
        send(head.insert(head.length() - 2, tag).toString(), body);
    }

    void register() throws Exception {
        new Dialog(this, "").ask("REGISTER", "Expires: 600\r\n", "");
    }

    void call(String number, long millis) throws Exception {
        Dialog call = new Dialog(this, number);
        call.ask("INVITE", "", sdp);
        talk(millis);
        call.ask("BYE", "", "");
    }

    void callInVain(String number) throws Exception {
        new Dialog(this, number).inviteAndCancel(sdp);
    }

    /** Sends sound to where the last session description said. */
    void talk(long millis) throws Exception {
        for (int i = 0; i < millis / 20; i++) {
            byte[] frame = sound;
            ByteBuffer packet = ByteBuffer.allocate(12 + frame.length).put((byte) 0x80).put((byte) payloadType);
            packet.putShort((short) i).putInt(i * (payloadType == OPUS ? 960 : 160)).putInt(hashCode()).put(frame);
            rtp.send(new DatagramPacket(packet.array(), packet.capacity(), HOST, hearer));
            Thread.sleep(20);
        }
    }
}
