-- Bindings of the location service (RFC 3261 section 10). Plain SQL that SQLite and PostgreSQL both take.
CREATE TABLE binding (
    aor         VARCHAR(512)  NOT NULL, -- user@domain
    binding_key VARCHAR(4096) NOT NULL, -- instance#reg-id, or the contact
    contact     VARCHAR(4096) NOT NULL,
    q           INTEGER       NOT NULL, -- thousandths
    expires_at  BIGINT        NOT NULL, -- milliseconds since the epoch
    call_id     VARCHAR(1024) NOT NULL,
    cseq        BIGINT        NOT NULL,
    path        TEXT          NOT NULL, -- one value a line
    instance    VARCHAR(1024),
    reg_id      INTEGER       NOT NULL,
    user_agent  VARCHAR(1024) NOT NULL,
    protocol    VARCHAR(8)    NOT NULL, -- the way back to the phone: protocol, address, port, TLS name
    address     VARCHAR(64)   NOT NULL,
    port        INTEGER       NOT NULL,
    server_name VARCHAR(255)  NOT NULL,
    PRIMARY KEY (aor, binding_key)
);
