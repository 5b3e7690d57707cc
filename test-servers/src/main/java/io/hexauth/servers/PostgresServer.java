// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * PostgreSQL server for all tests of a JVM. It is started at the first request and stopped with the
 * JVM. It runs in a container of the image {@code hexauth.test.postgres.image} if Docker answers,
 * otherwise embedded. Thread-safe.
 */
public final class PostgresServer {

  private static final String ADMIN = "postgres";

  private PostgresServer() {}

  private static final class Shared {
    static final SqlServer SERVER =
        Docker.choose("PostgreSQL", PostgresServer::container, PostgresServer::embedded);

    private Shared() {}
  }

  /** {@return an empty database that only the caller uses, with its superuser} */
  public static TestDatabase newDatabase() {
    return Shared.SERVER.newDatabase();
  }

  // Testcontainers stops it with the JVM.
  @SuppressWarnings("resource")
  private static SqlServer container() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(Docker.image("hexauth.test.postgres.image", ADMIN, "18"))
            .withUsername(ADMIN)
            .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
    container.start();
    String root = "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432);
    return new SqlServer(
        name -> root + "/" + name, ADMIN, container.getPassword(), container.getDatabaseName());
  }

  // A shutdown hook of the library stops it with the JVM.
  @SuppressWarnings("resource")
  private static SqlServer embedded() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(Folders.kept("postgres").toFile())
              .setPGStartupWait(Duration.ofMinutes(1))
              // The library turns this off. Without it, a crash loses confirmed commits.
              .setServerConfig("synchronous_commit", "on")
              .start();
      String root = "jdbc:postgresql://127.0.0.1:" + postgres.getPort();
      return new SqlServer(name -> root + "/" + name, ADMIN, "", ADMIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
