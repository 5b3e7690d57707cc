-- Pending authorizations of Hexauth on MariaDB: taken once, of no use after expires_at (microseconds since 1970).
CREATE TABLE IF NOT EXISTS `hexauth_pending` (
  k          varchar(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  fmt        integer      NOT NULL,
  key_id     varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  ct         mediumblob   NOT NULL,
  expires_at bigint       NOT NULL,
  KEY by_end (expires_at)
) ENGINE = InnoDB;
