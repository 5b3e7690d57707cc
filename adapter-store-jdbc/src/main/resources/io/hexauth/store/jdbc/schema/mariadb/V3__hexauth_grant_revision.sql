-- Revisions for the grants of Hexauth on MariaDB. Stop all nodes first: an older version does not change rev.
-- layout is 1 for a row of an older version. extra holds fields without a column: for each its name, a colon, the length of its value
-- in Unicode characters, a colon and the value, with nothing between two fields: "a:2:xyb:1:z" is a = xy and b = z.
ALTER TABLE `hexauth_grant`
  ADD COLUMN IF NOT EXISTS rev       varchar(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '0',
  ADD COLUMN IF NOT EXISTS layout    integer      NOT NULL DEFAULT 1,
  ADD COLUMN IF NOT EXISTS commit_id varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  ADD COLUMN IF NOT EXISTS extra     mediumtext   CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  ADD KEY IF NOT EXISTS by_key (key_id, k, purge_at);
