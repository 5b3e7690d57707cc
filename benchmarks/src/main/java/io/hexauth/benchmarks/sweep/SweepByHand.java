// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * The least work that refreshes each due row once. It reads a hundred rows with one statement. For
 * each row, it writes a lease, sends a request over a new connection, and writes the new tokens.
 * Documents are not encrypted.
 */
final class SweepByHand {

  private static final String DUE =
      """
      SELECT k, rev, gen, access_exp, ct FROM hexauth_grant
      WHERE state = 'IDLE' AND gen > 0 AND access_exp <= ? AND (not_before IS NULL OR not_before <= ?)
        AND (purge_at IS NULL OR purge_at > ?) AND access_exp >= ? AND (access_exp > ? OR k > ?)
      ORDER BY access_exp, k LIMIT 100""";

  private static final String LEASE =
      """
      UPDATE hexauth_grant SET state = 'INTENT', epoch = epoch + 1, attempt = attempt + 1,
        owner = 'by hand', attempt_id = ?, lease_until = ?, rev = ?, updated_at = ?
      WHERE k = ? AND rev = ?""";

  private static final String STORE =
      """
      UPDATE hexauth_grant SET state = 'IDLE', gen = ?, attempt = 0, owner = NULL, attempt_id = NULL,
        lease_until = NULL, rev = ?, commit_id = ?, ct = ?, access_exp = ?, updated_at = ?
      WHERE k = ? AND rev = ?""";

  private static final long HOUR = 3_600_000_000L;
  private static final int GONE = 0;

  private final DataSource pool;
  private final URI endpoint;

  SweepByHand(DataSource pool, URI endpoint) {
    this.pool = pool;
    this.endpoint = endpoint;
  }

  private record Row(String key, String revision, long generation, long end, String refreshToken) {}

  /**
   * Refreshes all due rows, {@code atOnce} of them concurrently.
   *
   * @param soon rows whose access token expires within this time are due
   * @return the number of rows
   */
  int sweep(Duration soon, int atOnce) throws Exception {
    long within = soon.toMillis() * 1000;
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      var room = new Semaphore(atOnce);
      Queue<Future<Row>> underWay = new ArrayDeque<>();
      int refreshed = 0;
      var last = new Row("", "", 0, Long.MIN_VALUE, "");
      List<Row> rows = due(within, last);
      while (!rows.isEmpty()) {
        for (Row row : rows) {
          room.acquire();
          underWay.add(threads.submit(() -> refreshed(row, room)));
          while (underWay.size() > atOnce) {
            Row unused = underWay.remove().get();
            refreshed++;
          }
        }
        last = rows.get(rows.size() - 1);
        rows = due(within, last);
      }
      for (Future<Row> one : underWay) {
        Row unused = one.get();
        refreshed++;
      }
      return refreshed;
    } finally {
      threads.shutdownNow();
    }
  }

  private Row refreshed(Row row, Semaphore room) throws SQLException, IOException {
    try {
      refresh(row);
      return row;
    } finally {
      room.release();
    }
  }

  private List<Row> due(long within, Row last) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(DUE)) {
      long now = micros();
      statement.setLong(1, now + within);
      statement.setLong(2, now);
      statement.setLong(3, now);
      statement.setLong(4, last.end());
      statement.setLong(5, last.end());
      statement.setString(6, last.key());
      List<Row> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getString(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getLong(4),
                  new String(row.getBytes(5), StandardCharsets.US_ASCII)));
        }
      }
      return rows;
    }
  }

  private void refresh(Row row) throws SQLException, IOException {
    String attempt = Long.toString(System.nanoTime(), 36);
    long now = micros();
    write(LEASE, attempt, now + HOUR, attempt, now, row.key(), row.revision());
    String answer = asked(row.refreshToken());
    byte[] document = answer.substring(answer.indexOf('{')).getBytes(StandardCharsets.US_ASCII);
    now = micros();
    write(
        STORE,
        row.generation() + 1,
        attempt + "+",
        attempt,
        document,
        now + HOUR,
        now,
        row.key(),
        attempt);
  }

  private void write(String sql, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      if (statement.executeUpdate() == GONE) {
        throw new IllegalStateException("The row was changed meanwhile");
      }
    }
  }

  private String asked(String refreshToken) throws IOException {
    String body = "grant_type=refresh_token&refresh_token=" + refreshToken;
    String request =
        "POST "
            + endpoint.getPath()
            + " HTTP/1.1\r\nHost: "
            + endpoint.getAuthority()
            + "\r\nAuthorization: Basic Y2xpZW50OnNlY3JldA==\r\nAccept: application/json\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new IOException("Refused");
      }
      return answer;
    }
  }

  private static long micros() {
    return System.currentTimeMillis() * 1000;
  }
}
