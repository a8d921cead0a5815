-- Messages for local users. Plain SQL that SQLite and PostgreSQL both take.
CREATE TABLE message (
    id          BIGINT        NOT NULL PRIMARY KEY, -- rising with acceptance
    recipient   VARCHAR(512)  NOT NULL, -- user@domain
    sender      VARCHAR(512)  NOT NULL, -- user@host
    return_to   VARCHAR(512)  NOT NULL, -- user@domain of whom to tell if it dies; empty for nobody
    accepted_at BIGINT        NOT NULL, -- milliseconds since the epoch, as all times
    expires_at  BIGINT        NOT NULL,
    state       INTEGER       NOT NULL, -- 0 waits, 1 delivered, 2 dead
    status      INTEGER       NOT NULL, -- of what is dead: what the devices said, 0 if its time was over
    ended_at    BIGINT        NOT NULL, -- 0 while it waits
    content     BYTEA         NOT NULL  -- the SIP message
);
CREATE INDEX message_of_recipient ON message (recipient, id);
CREATE INDEX message_of_sender ON message (sender, id);
CREATE INDEX message_that_waits ON message (recipient, id) WHERE state = 0;
CREATE INDEX message_that_expires ON message (expires_at) WHERE state = 0;
CREATE INDEX message_that_ended ON message (ended_at) WHERE state > 0;

-- Devices that still get a message which another device of the same user has.
CREATE TABLE message_owed (
    recipient VARCHAR(512)  NOT NULL,
    device    VARCHAR(1024) NOT NULL, -- instance
    id        BIGINT        NOT NULL,
    since     BIGINT        NOT NULL,
    PRIMARY KEY (recipient, device, id)
);
CREATE INDEX message_owed_of_message ON message_owed (id);

-- Devices of users, and when each was last noted.
CREATE TABLE message_device (
    aor     VARCHAR(512)  NOT NULL,
    device  VARCHAR(1024) NOT NULL,
    seen_at BIGINT        NOT NULL,
    PRIMARY KEY (aor, device)
);
