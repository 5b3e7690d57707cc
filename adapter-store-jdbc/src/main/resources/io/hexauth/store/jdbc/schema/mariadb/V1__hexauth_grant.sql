-- Grants of Hexauth on MariaDB. Times are microseconds since 1970-01-01T00:00:00Z, on the clock of the database:
-- from_unixtime(updated_at / 1e6) shows one. Documents (ct) are sealed; keys are hashes.
-- extra holds fields without a column: for each its name, a colon, the length of its value in Unicode
-- characters, a colon and the value, with nothing between two fields: "a:2:xyb:1:z" is a = xy and b = z.
CREATE TABLE IF NOT EXISTS `hexauth_grant` (
  k           varchar(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  rev         varchar(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  layout      integer      NOT NULL,
  grant_id    varchar(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gen         bigint       NOT NULL,
  epoch       bigint       NOT NULL,
  state       varchar(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt     integer      NOT NULL,
  owner       varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  attempt_id  varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  lease_until bigint,
  not_before  bigint,
  err_code    varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  fmt         integer,
  key_id      varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  commit_id   varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  ct          mediumblob,
  access_exp  bigint,
  purge_at    bigint,
  created_at  bigint       NOT NULL,
  updated_at  bigint       NOT NULL,
  extra       mediumtext   CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  KEY by_end (access_exp, k),
  KEY by_key (key_id, k, purge_at),
  KEY by_purge (purge_at)
) ENGINE = InnoDB;
