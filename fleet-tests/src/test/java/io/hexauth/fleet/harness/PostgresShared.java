// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import static org.awaitility.Awaitility.await;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL database of a fleet, with a trigger that records every change of a record. */
final class PostgresShared implements SharedStore {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database = PostgresServer.newDatabase();
  private final URI uri = URI.create(database.url().substring("jdbc:".length()));
  private final AtomicInteger backups = new AtomicInteger();

  PostgresShared() {
    database.execute(
        schema("V1__hexauth_grant"),
        schema("V2__hexauth_pending"),
        "CREATE TABLE audit (seq bigserial PRIMARY KEY, op text, k text, grant_id text,"
            + " gen bigint, state text)",
        """
        CREATE FUNCTION audit_grant() RETURNS trigger AS $$
        BEGIN
          INSERT INTO audit (op, k, grant_id, gen, state)
            VALUES (TG_OP, NEW.k, NEW.grant_id, NEW.gen, NEW.state);
          RETURN NEW;
        END $$ LANGUAGE plpgsql""",
        "CREATE TRIGGER audit_grant AFTER INSERT OR UPDATE ON hexauth_grant"
            + " FOR EACH ROW EXECUTE FUNCTION audit_grant()");
  }

  private static String schema(String name) {
    String file = "/io/hexauth/store/jdbc/schema/postgresql/" + name + ".sql";
    try (var in = PostgresShared.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Kind kind() {
    return Kind.POSTGRES;
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  @Override
  public Map<String, String> nodeProperties(int proxyPort) {
    String options = "?sslmode=disable&connectTimeout=1&socketTimeout=2";
    return Map.of(
        "fleet.store",
        "POSTGRES",
        "fleet.store.uri",
        "jdbc:postgresql://127.0.0.1:" + proxyPort + "/" + database.name() + options,
        "fleet.store.user",
        database.user(),
        "fleet.store.password",
        database.password());
  }

  /** Conversion of a row. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Reader<T> reader) {
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      var all = new ArrayList<T>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<StoredGrant> find(GrantKey key) {
    return query(
            "SELECT grant_id, gen, epoch, state, attempt FROM hexauth_grant" + where(key),
            row ->
                new StoredGrant(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getInt(5)))
        .stream()
        .findFirst();
  }

  private static String where(GrantKey key) {
    return " WHERE k = '" + key.value() + "'";
  }

  @Override
  public void prolongLease(GrantKey key, Duration by) {
    database.execute(
        "UPDATE hexauth_grant SET lease_until = lease_until + "
            + by.toMillis() * 1000
            + where(key));
  }

  @Override
  public Backup backup(GrantKey key) {
    String table = "backup_" + backups.incrementAndGet();
    database.execute("CREATE TABLE " + table + " AS SELECT * FROM hexauth_grant" + where(key));
    return () ->
        database.execute(
            "BEGIN; DELETE FROM hexauth_grant"
                + where(key)
                + "; INSERT INTO hexauth_grant SELECT * FROM "
                + table
                + "; DELETE FROM audit; COMMIT");
  }

  @Override
  public void loseEverything() {
    database.execute("BEGIN; DELETE FROM hexauth_grant; DELETE FROM audit; COMMIT");
  }

  /** Kills one backend. The postmaster then ends all of them, and replays its log. */
  @Override
  public void crashAndRestart() {
    try (Connection connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID'");
      throw new IllegalStateException("It has survived");
    } catch (SQLException expected) {
      await("PostgreSQL to come back").atMost(PATIENCE).until(this::answers);
    }
  }

  private boolean answers() {
    try (Connection connection = database.connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void refuseWrites() {
    readOnly(true);
  }

  @Override
  public void acceptWrites() {
    readOnly(false);
  }

  private void readOnly(boolean on) {
    database.execute(
        "SET default_transaction_read_only = off",
        "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = " + on,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database.name()
            + "' AND pid <> pg_backend_pid()");
  }

  @Override
  public List<Change> changes() {
    return query(
        "SELECT k, grant_id, gen, state FROM audit ORDER BY seq",
        row -> new Change(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)));
  }

  @Override
  public void dump(Path file) {
    var lines = new ArrayList<String>();
    for (String table : List.of("hexauth_grant", "hexauth_pending", "audit")) {
      lines.addAll(query("SELECT t::text FROM " + table + " t", row -> row.getString(1)));
    }
    for (String table : List.of("hexauth_grant", "hexauth_pending")) {
      lines.addAll(
          query(
              "SELECT ct FROM " + table + " WHERE ct IS NOT NULL",
              row -> new String(row.getBytes(1), StandardCharsets.ISO_8859_1)));
    }
    lines.addAll(query("SELECT a::text FROM pg_stat_activity a", row -> row.getString(1)));
    try {
      Files.write(file, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // The server ends with the JVM.
  }
}
