-- Grants of Hexauth on H2. Times are microseconds since 1970-01-01T00:00:00Z, on the clock of the database.
-- Documents (ct) are sealed; keys are hashes.
-- extra holds fields without a column: for each its name, a colon, the length of its value in Unicode
-- characters, a colon and the value, with nothing between two fields: "a:2:xyb:1:z" is a = xy and b = z.
CREATE TABLE IF NOT EXISTS "hexauth_grant" (
  k           varchar(64)  NOT NULL PRIMARY KEY,
  rev         varchar(32)  NOT NULL,
  layout      integer      NOT NULL,
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
  commit_id   varchar(255),
  ct          binary large object,
  access_exp  bigint,
  purge_at    bigint,
  created_at  bigint       NOT NULL,
  updated_at  bigint       NOT NULL,
  extra       varchar(1048576)
);
CREATE INDEX IF NOT EXISTS "hexauth_grant_due" ON "hexauth_grant" (access_exp, k);
CREATE INDEX IF NOT EXISTS "hexauth_grant_key" ON "hexauth_grant" (key_id, k, purge_at);
CREATE INDEX IF NOT EXISTS "hexauth_grant_purge" ON "hexauth_grant" (purge_at);
