package io.switchboard.routing;

import java.util.List;
import java.util.Set;

/**
 * Whose calls a route takes.
 *
 * @param accounts names of accounts; "*" is every account
 * @param trunks names of trunks; "*" is every trunk. A trunk may use only routes that name it: nothing else lets a call
 *     from outside in
 * @param numbers prefixes of the caller's number, one of which has to match; empty for every number
 */
public record CallerCondition(Set<String> accounts, Set<String> trunks, List<String> numbers) {
    /** What stands for every account or trunk. */
    public static final String EVERY = "*";

    /** The condition of a route that has none: every local account, no trunk. */
    public static final CallerCondition ACCOUNTS = new CallerCondition(Set.of(EVERY), Set.of(), List.of());

    /** A copy that nobody can change. */
    public CallerCondition {
        accounts = Set.copyOf(accounts);
        trunks = Set.copyOf(trunks);
        numbers = List.copyOf(numbers);
    }

    /** Whether a caller, whose number is in the plan's form, meets it. */
    boolean admits(Caller caller, String number) {
        Set<String> names = caller.kind() == Caller.Kind.ACCOUNT ? accounts : trunks;
        return (names.contains(EVERY) || names.contains(caller.name())) && numberAdmitted(number);
    }

    private boolean numberAdmitted(String number) {
        for (int i = 0; i < numbers.size(); i++) {
            if (number.startsWith(numbers.get(i))) {
                return true;
            }
        }
        return numbers.isEmpty();
    }

    /** Whether some caller may meet both. */
    boolean overlaps(CallerCondition other) {
        return (share(accounts, other.accounts) || share(trunks, other.trunks)) && numbersOverlap(other);
    }

    private static boolean share(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return false;
        }
        return a.contains(EVERY) || b.contains(EVERY) || a.stream().anyMatch(b::contains);
    }

    private boolean numbersOverlap(CallerCondition other) {
        return numbers.isEmpty()
                || other.numbers.isEmpty()
                || numbers.stream()
                        .anyMatch(a -> other.numbers.stream().anyMatch(b -> a.startsWith(b) || b.startsWith(a)));
    }
}
