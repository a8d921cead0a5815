import module java.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Has the packaged server work for some seconds while its virtual machine takes notes for its class cache (JEP 514,
 * 515): without calls, registrations and rooms in them the first of a new process would wait for classes. It is no
 * test: of an answer it reads what the next request needs. Arguments: the cache, then the command that starts the
 * server, up to {@code serve}. If anything fails there is no cache, and the build goes on.
 */
final class Rehearsal {
    private static final int READY_SECONDS = 60;
    /** The media plane warms Opus up when it is left in peace. */
    private static final long PEACE_MILLIS = 1_500;
    /** Counted, not timed, so that a busy machine learns the same. More is no better: see docs/performance.md. */
    private static final int CALLS = 20;

    private static final long ROOM_MILLIS = 1_500;
    private static final int ACTS_SECONDS = 30;
    /** At its end the virtual machine writes the cache. */
    private static final int END_SECONDS = 60;

    private final Path work = Files.createTempDirectory("switchboard");
    private final Path log = work.resolve("log");
    private final Path data = work.resolve("data");
    private final Phone pbx = new Phone("pbx", "PCMU/8000", 0);
    private final Phone carrier = new Phone("carrier", "PCMU/8000", 0);
    private final Phone alice = new Phone("alice", "opus/48000/2", Phone.OPUS);
    private final Phone bob = new Phone("bob", "PCMU/8000", 0);
    private final Phone carol = new Phone("carol", "G722/8000", 9);
    private final Phone dave = new Phone("dave", "PCMU/8000", 0);
    private final Phone erin = new Phone("erin", "PCMU/8000", 0);
    private final Phone frank = new Phone("frank", "PCMU/8000", 0);
    private final List<Phone> accounts = List.of(alice, bob, carol, dave, erin, frank);
    private final Process server;

    private Rehearsal(List<String> command) throws IOException {
        frank.onlyRings = true;
        Path config = Files.createDirectory(work.resolve("config"));
        Files.writeString(config.resolve("switchboard.yaml"), """
                listeners: [{transport: udp, address: "127.0.0.1:0"}, {transport: tcp, address: "127.0.0.1:0"}]
                domains: [%s]
                timers: {shutdown_grace: 0s}
                api: {listen: "127.0.0.1:0"}
                """.formatted(Dialog.DOMAIN));
        StringBuilder users = new StringBuilder("accounts:\n");
        for (int i = 0; i < accounts.size(); i++) {
            String form = "  %s: {password: %s, number: \"%d\"}\n";
            users.append(form.formatted(accounts.get(i).user, Dialog.PASSWORD, 1001 + i));
        }
        Files.writeString(config.resolve("accounts.yaml"), users);
        Files.writeString(config.resolve("trunks.yaml"), """
                trunks:
                  pbx: {uri: "sip:%1$s", sources: ["%1$s"], numbers_in: dialled, reaches_users: true}
                  carrier: {uri: "sip:%2$s", numbers_out: dialled, caller_out: dialled}
                """.formatted(pbx.address(), carrier.address()));
        Files.writeString(config.resolve("dialplan.yaml"), """
                routes:
                  - {name: out, match: {prefix: "9"}, from: {account: "*", trunk: "*"}, to: "trunk:carrier"}
                  - {name: rooms, match: {pattern: "3XXX"}, to: "conference:${number}"}
                """);
        List<String> all = new ArrayList<>(command);
        all.addAll(1, List.of("-XX:AOTCacheOutput=" + work.resolve("cache"), "-Xlog:aot=error"));
        all.addAll(List.of("serve", "--config", config.toString(), "--data", data.toString()));
        server = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    public static void main(String[] args) throws Exception {
        Rehearsal rehearsal = new Rehearsal(List.of(args).subList(1, args.length));
        // A hook, for the build may be interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(rehearsal::tidyUp));
        try {
            rehearsal.play();
            rehearsal.end(Path.of(args[0]));
        } catch (Exception e) {
            System.err.println("No class cache, so the server starts more slowly: " + e.getMessage());
            List<String> said = rehearsal.said();
            said.subList(Math.max(0, said.size() - 4), said.size()).forEach(System.err::println);
        }
        System.exit(0); // whatever still waits for an answer
    }

    private List<String> said() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log, ISO_8859_1) : List.of();
    }

    private void play() throws Exception {
        long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (said().stream().noneMatch(line -> line.contains("Switchboard is ready"))) {
            if (!server.isAlive() || System.nanoTime() > latest) {
                throw new IOException("the server does not start.");
            }
            Thread.sleep(50);
        }
        Thread.sleep(PEACE_MILLIS);
        String listening = String.join("\n", said());
        int udp = Integer.parseInt(Dialog.find(listening, "listening on UDP /127.0.0.1:(\\d+)"));
        int tcp = Integer.parseInt(Dialog.find(listening, "listening on TCP /127.0.0.1:(\\d+)"));
        pbx.startUdp(udp);
        carrier.startUdp(udp);
        Phone wired = new Phone("erin", "PCMU/8000", 0);
        wired.startTcp(tcp);
        for (Phone account : accounts) {
            account.startUdp(udp);
            account.register();
        }
        atOnce(
                () -> repeated(() -> pbx.call("1004", 0)),
                () -> repeated(() -> pbx.call("9001", 0)),
                () -> repeated(() -> erin.call("1004", 0)),
                () -> repeated(dave::register),
                this::playSeldomThings,
                () -> wired.call("1004", 0),
                () -> alice.call("3001", ROOM_MILLIS),
                () -> bob.call("3001", ROOM_MILLIS),
                () -> carol.call("3001", ROOM_MILLIS));
        atOnce(() -> alice.call("1002", ROOM_MILLIS), () -> bob.talk(ROOM_MILLIS), () -> {
            String id = null;
            while (id == null) {
                Thread.sleep(20);
                id = Dialog.find(ask("call list"), "\"id\":\"([a-z2-7]+)\""); // there is no other call
            }
            ask("call add " + id + " 1003");
            carol.talk(ROOM_MILLIS / 2);
        });
    }

    private void playSeldomThings() throws Exception {
        for (int i = 0; i < CALLS / 10; i++) {
            erin.callInVain("1006");
            new Dialog(erin, "dave").ask("MESSAGE", "Content-Type: text/plain\r\n", "Are you there?");
            Dialog watching = new Dialog(erin, "dave");
            watching.ask("SUBSCRIBE", "Event: presence\r\nExpires: 600\r\n", "");
            watching.ask("SUBSCRIBE", "Event: presence\r\nExpires: 0\r\n", "");
        }
    }

    private interface Act {
        void play() throws Exception;
    }

    private static void repeated(Act act) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            act.play();
        }
    }

    private static void atOnce(Act... acts) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Act act : acts) {
            tasks.add(() -> {
                act.play();
                return null;
            });
        }
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (Future<Void> task : threads.invokeAll(tasks, ACTS_SECONDS, TimeUnit.SECONDS)) {
                task.get();
            }
        } catch (CancellationException e) {
            throw new IOException("the calls took longer than " + ACTS_SECONDS + " s.", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /** A command over the control socket, as the switchboard command sends it. */
    private String ask(String command) throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("control.sock")))) {
            socket.write(ByteBuffer.wrap((command + "\n").getBytes(ISO_8859_1)));
            return String.valueOf(new BufferedReader(Channels.newReader(socket, ISO_8859_1)).readLine());
        }
    }

    private void end(Path cache) throws Exception {
        server.destroy();
        if (!server.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the server does not end.");
        }
        if (!Files.exists(work.resolve("cache"))) {
            throw new IOException("the virtual machine made none.");
        }
        // It appears by a rename in its folder: no server that starts meanwhile finds half of it.
        Path beside = cache.resolveSibling(cache.getFileName() + ".new");
        Files.move(work.resolve("cache"), beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside, cache, StandardCopyOption.ATOMIC_MOVE);
    }

    private void tidyUp() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        try (Stream<Path> files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Left over: " + work);
        }
    }
}
