package io.switchboard.server.node;

import com.google.common.base.Splitter;
import io.switchboard.sip.call.Escalations;
import io.switchboard.sip.call.RecordingOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Commands of an administrator about running calls: {@code list}, {@code add ID 1003}, {@code record ID on} and the like. */
final class CallOrders {
    private static final String BY = "administrator";
    private static final long LONGEST_SECONDS = 180; // as long as phones may ring

    private CallOrders() {}

    /** Carries out a command and waits for its end; gives calls for {@code list}, else problems, of which there may be none. */
    static Map<String, Object> answer(Node node, String command) {
        List<String> words = Splitter.on(' ').omitEmptyStrings().splitToList(command);
        if (words.equals(List.of("list"))) {
            return Map.of("calls", node.escalations(Escalations::list));
        }
        if (words.size() < 2) {
            return problem("unknown command call " + command);
        }
        String id = words.get(1);
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Escalations.Result result;
        try {
            result = node.escalations(calls -> order(calls, words, id, ended::complete));
        } catch (IllegalStateException e) {
            if (rootOf(e) instanceof IllegalArgumentException wrong) {
                return problem(wrong.getMessage() + ": " + command);
            }
            throw e;
        }
        return switch (result) {
            case NO_CALL -> problem("no such call: " + id);
            case NOT_TALKING -> problem("call " + id + " is not one of two who talk");
            case BUSY -> problem("call " + id + " is about to change already");
            case BEGUN -> outcome(ended);
        };
    }

    private static Escalations.Result order(Escalations calls, List<String> words, String id, IntConsumer ended) {
        String verb = words.get(0);
        String more = words.size() > 2 ? words.get(2) : "";
        return switch (verb) {
            case "add" -> calls.add(id, more, BY, ended);
            case "mix" -> calls.mix(id, ended);
            case "unmix" -> told(calls.unmix(id), ended);
            case "record" ->
                more.equals("off")
                        ? told(calls.unrecord(id), ended)
                        : calls.record(
                                id, new RecordingOrder(more.equals("channels"), !words.contains("quiet")), ended);
            default -> throw new IllegalArgumentException("no such command");
        };
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }

    private static Escalations.Result told(Escalations.Result result, IntConsumer ended) {
        ended.accept(200);
        return result;
    }

    private static Map<String, Object> outcome(CompletableFuture<Integer> ended) {
        try {
            int status = ended.orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS).join();
            return status == 200 ? Map.of("problems", List.of()) : problem("it failed: " + status);
        } catch (CompletionException e) {
            return problem("it takes too long");
        }
    }

    private static Map<String, Object> problem(String text) {
        return Map.of("problems", List.of(text));
    }
}
