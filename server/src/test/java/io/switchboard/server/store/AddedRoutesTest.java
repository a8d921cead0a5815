package io.switchboard.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchboard.server.config.AddedRoute;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AddedRoutesTest extends DatabaseScene {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void routesComeBackInTheirOrder(Kind kind) throws Exception {
        AddedRoute first = new AddedRoute("b", "{to: \"user:\u00fc\"}", 5, "ops");
        AddedRoute second = new AddedRoute("a", "{to: \"user:a\"}", 6, "ops");
        try (Database database = open(kind)) {
            AddedRoutes routes = new AddedRoutes(database);
            routes.add(first);
            routes.add(second);
            assertThatThrownBy(() -> routes.add(first)).isInstanceOf(IOException.class);
        }
        try (Database database = open(kind)) {
            AddedRoutes routes = new AddedRoutes(database);
            assertThat(routes.load()).containsExactly(first, second);
            assertThat(routes.remove("b")).isTrue();
            assertThat(routes.remove("b")).isFalse();
            assertThat(routes.load()).containsExactly(second);
        }
    }
}
