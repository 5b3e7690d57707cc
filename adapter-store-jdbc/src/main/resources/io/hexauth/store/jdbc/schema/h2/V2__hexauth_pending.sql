-- Pending authorizations of Hexauth on H2: taken once, of no use after expires_at (microseconds since 1970).
CREATE TABLE IF NOT EXISTS "hexauth_pending" (
  k          varchar(64)  NOT NULL PRIMARY KEY,
  fmt        integer      NOT NULL,
  key_id     varchar(255) NOT NULL,
  ct         varbinary(1048576) NOT NULL,
  expires_at bigint       NOT NULL
);
CREATE INDEX IF NOT EXISTS "hexauth_pending_end" ON "hexauth_pending" (expires_at);
