package io.switchboard.server.command;

import java.util.List;
import java.util.function.Function;

/** What became of a command: a value, or why there is none. */
public sealed interface Outcome<T> {
    /** It was carried out. */
    record Done<T>(T value) implements Outcome<T> {}

    /**
     * It was not carried out, and nothing was changed.
     *
     * @param why what kind of failure
     * @param detail for people, one sentence
     * @param problems what is wrong with what was given, one a line; often none
     * @param sipStatus what the other side answered, 0 if it was not asked
     */
    record Failed<T>(Why why, String detail, List<String> problems, int sipStatus) implements Outcome<T> {
        /** Copies the list. */
        public Failed {
            problems = List.copyOf(problems);
        }

        /** The same failure of another command. */
        <R> Failed<R> as() {
            return new Failed<>(why, detail, problems, sipStatus);
        }
    }

    /** Kinds of failures. */
    enum Why {
        /** What is meant is not there. */
        NOT_FOUND,
        /** It is there, but in no state for this. */
        CONFLICT,
        /** What was given makes no sense. */
        INVALID,
        /** What was given is longer than is taken. */
        TOO_LARGE,
        /** Another party refuses, such as the target of a transfer. */
        REFUSED,
        /** The server did not do it in time; it may still do it. */
        TIMEOUT,
        /** The server cannot, such as when its store fails. */
        UNAVAILABLE
    }

    /** With a value. */
    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    /** Without one. */
    static <T> Outcome<T> failed(Why why, String detail) {
        return new Failed<>(why, detail, List.of(), 0);
    }

    /** Something else made of the value, if there is one. */
    default <R> Outcome<R> map(Function<T, R> change) {
        return switch (this) {
            case Done<T> done -> new Done<>(change.apply(done.value()));
            case Failed<T> failed -> failed.as();
        };
    }
}
