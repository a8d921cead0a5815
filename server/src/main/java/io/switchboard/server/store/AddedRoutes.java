package io.switchboard.server.store;

import io.switchboard.server.config.AddedRoute;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Routes that were added at run time, in the database. A change is on the disk when its method returns. */
public final class AddedRoutes {
    private final Database database;

    /** In this database. */
    public AddedRoutes(Database database) {
        this.database = database;
    }

    /** All, in the order in which they were added. */
    public List<AddedRoute> load() throws IOException {
        List<AddedRoute> routes = new ArrayList<>();
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT name, definition, added_at, added_by FROM added_route ORDER BY added_at, name");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                routes.add(new AddedRoute(rows.getString(1), rows.getString(2), rows.getLong(3), rows.getString(4)));
            }
        } catch (SQLException e) {
            throw new IOException("cannot read the added routes from the store", e);
        }
        return routes;
    }

    /** Adds one whose name is not there yet. */
    public void add(AddedRoute route) throws IOException {
        change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO added_route (name, definition, added_at, added_by) VALUES (?, ?, ?, ?)")) {
                insert.setString(1, route.name());
                insert.setString(2, route.text());
                insert.setLong(3, route.at());
                insert.setString(4, route.by());
                insert.executeUpdate();
            }
        });
    }

    /**
     * Removes one.
     *
     * @return false if there is none of this name
     */
    public boolean remove(String name) throws IOException {
        int[] removed = new int[1];
        change(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM added_route WHERE name = ?")) {
                delete.setString(1, name);
                removed[0] = delete.executeUpdate();
            }
        });
        return removed[0] > 0;
    }

    private void change(Database.Work work) throws IOException {
        try {
            if (database.isEmbedded()) {
                database.transactDurably(work);
            } else {
                database.transact(work);
            }
        } catch (SQLException e) {
            throw new IOException("the store does not take the change of the added routes", e);
        }
    }
}
