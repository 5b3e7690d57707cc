-- Pending authorizations of Hexauth on PostgreSQL: taken once, of no use after expires_at (microseconds since 1970).
CREATE TABLE IF NOT EXISTS "hexauth_pending" (
  k          varchar(64)  COLLATE "C" NOT NULL PRIMARY KEY,
  fmt        integer      NOT NULL,
  key_id     varchar(255) COLLATE "C" NOT NULL,
  ct         bytea        NOT NULL,
  expires_at bigint       NOT NULL
);
CREATE INDEX IF NOT EXISTS "hexauth_pending_end" ON "hexauth_pending" (expires_at);
