// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.servers.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of a node.
 *
 * @param name the name of the process, which the server receives as a parameter of each token
 *     request
 * @param issuer the authorization server, which also serves the API
 * @param database the database of all nodes
 * @param keyset the file with the keys that encrypt stored documents
 * @param users the number of users, as in {@link Plan}
 * @param deadline the deadline of a request, as in {@link Plan}
 */
record Settings(
    String name, String issuer, TestDatabase database, Path keyset, int users, Duration deadline) {

  String[] arguments() {
    return new String[] {
      name,
      issuer,
      database.url(),
      database.name(),
      database.user(),
      database.password(),
      keyset.toString(),
      Integer.toString(users),
      deadline.toString()
    };
  }

  static Settings of(String... a) {
    return new Settings(
        a[0],
        a[1],
        new TestDatabase(a[2], a[3], a[4], a[5]),
        Path.of(a[6]),
        Integer.parseInt(a[7]),
        Duration.parse(a[8]));
  }

  List<String> names() {
    return Plan.names(users);
  }
}
