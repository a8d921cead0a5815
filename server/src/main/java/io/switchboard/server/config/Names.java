package io.switchboard.server.config;

import io.switchboard.routing.Target;
import java.util.Set;

/** What a plan may refer to. */
record Names(Set<String> trunks, Set<String> groups, Set<String> accounts, Set<String> factories) {
    /** A target that exists. @throws IllegalArgumentException with what is wrong and what was meant */
    Target target(String text) {
        Target target = Target.parse(text);
        switch (target) {
            case Target.User t -> {
                if (!t.name().contains("${")) {
                    account(t.name());
                }
            }
            case Target.Trunk t -> trunk(t.name());
            case Target.Group t -> check("group", t.name(), groups);
            case Target.Conference t -> {}
            case Target.ConferenceFactory t -> check("conference factory", t.name(), factories);
            case Target.Reject t -> {}
        }
        return target;
    }

    String account(String name) {
        return check("user", name, accounts);
    }

    String trunk(String name) {
        return check("trunk", name, trunks);
    }

    private static String check(String what, String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("unknown " + what + " '" + name + "'" + Suggestion.of(name, known));
        }
        return name;
    }
}
