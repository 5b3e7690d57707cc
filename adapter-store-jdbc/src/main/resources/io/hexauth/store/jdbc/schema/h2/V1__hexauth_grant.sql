-- Grants of Hexauth on H2. Times are microseconds since 1970-01-01T00:00:00Z, on the clock of the database.
-- Documents (ct) are sealed; keys are hashes.
CREATE TABLE IF NOT EXISTS "hexauth_grant" (
  k           varchar(64)  NOT NULL PRIMARY KEY,
  grant_id    varchar(32)  NOT NULL,
  gen         bigint       NOT NULL,
  epoch       bigint       NOT NULL,
  state       varchar(16)  NOT NULL,
  attempt     integer      NOT NULL,
  owner       varchar(255),
  attempt_id  varchar(255),
  lease_until bigint,
  not_before  bigint,
  err_code    varchar(100),
  fmt         integer,
  key_id      varchar(255),
  ct          binary large object,
  access_exp  bigint,
  purge_at    bigint,
  created_at  bigint       NOT NULL,
  updated_at  bigint       NOT NULL
);
CREATE INDEX IF NOT EXISTS "hexauth_grant_due" ON "hexauth_grant" (access_exp, k);
CREATE INDEX IF NOT EXISTS "hexauth_grant_purge" ON "hexauth_grant" (purge_at);
