package io.switchboard.server.store;

import io.switchboard.sip.registrar.Binding;
import io.switchboard.sip.registrar.BindingChange;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Bindings in an SQL table that others read too: every group of changes is a transaction. */
public final class SqlBindingStore extends GroupCommitStore {
    private final Database database;

    /**
     * A store that runs until it is closed.
     *
     * @param spacing least time between the beginnings of two transactions; a few milliseconds, zero for none
     */
    public SqlBindingStore(Database database, Duration spacing) {
        super(spacing);
        this.database = database;
        start();
    }

    @Override
    public List<Binding> load(long nowMillis) {
        return database.bindings(nowMillis);
    }

    @Override
    void commit(List<BindingChange> changes) throws SQLException {
        database.transact(connection -> BindingTable.apply(connection, changes));
    }
}
