// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.servers.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings that a node gets when it starts.
 *
 * @param name of this process; the server sees it in a parameter of each token request
 * @param issuer the authorization server and the API
 * @param database of all nodes
 * @param keyset the file with the keys that seal what is stored
 * @param users as many as {@link Plan} has
 * @param deadline as {@link Plan} has it
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
