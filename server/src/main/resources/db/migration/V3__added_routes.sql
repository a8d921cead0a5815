-- Routes of the dial plan that were added at run time. Plain SQL that SQLite and PostgreSQL both take.
CREATE TABLE added_route (
    name       VARCHAR(64)    NOT NULL PRIMARY KEY,
    definition VARCHAR(16384) NOT NULL, -- YAML or JSON, as an entry of 'routes' in dialplan.yaml
    added_at   BIGINT         NOT NULL, -- milliseconds since the epoch
    added_by   VARCHAR(64)    NOT NULL  -- name of the token
);
