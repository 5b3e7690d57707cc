// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A running database server, in a container or embedded.
 *
 * @param url returns the JDBC URL of a database by its name
 * @param databases counts the created databases
 */
record SqlServer(
    UnaryOperator<String> url,
    String admin,
    String password,
    String maintenanceDatabase,
    AtomicInteger databases) {

  SqlServer(UnaryOperator<String> url, String admin, String password, String maintenanceDatabase) {
    this(url, admin, password, maintenanceDatabase, new AtomicInteger());
  }

  TestDatabase database(String name) {
    return new TestDatabase(url.apply(name), name, admin, password);
  }

  TestDatabase newDatabase() {
    String name = "hexauth_" + databases.incrementAndGet();
    database(maintenanceDatabase).execute("CREATE DATABASE " + name);
    return database(name);
  }

  @Override
  public String toString() {
    return url.apply(maintenanceDatabase);
  }
}
