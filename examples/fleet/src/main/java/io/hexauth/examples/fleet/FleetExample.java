// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import io.hexauth.testkit.fault.FaultyJvm;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import io.hexauth.testkit.server.Rotation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Fleet of nodes that share one PostgreSQL database. Nodes are killed during the run, and the
 * authorization server revokes a grant if a refresh token is presented twice.
 */
public final class FleetExample {

  private static final List<String> SHORT_LIVED =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private FleetExample() {}

  /** Runs the fleet. The exit status is 1 if a promise was broken. */
  public static void main(String[] arguments) throws IOException {
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(exitValue(run(Plan.full(), FleetNode.class, System.out)));
  }

  static int exitValue(Verdict verdict) {
    return verdict.broken().isEmpty() ? 0 : 1;
  }

  /** {@return the result of the run} */
  static Verdict run(Plan plan, Class<?> node, PrintStream out) throws IOException {
    Path keyset = Keysets.newFile();
    TestDatabase database = PostgresServer.newDatabase();
    out.println("the store is " + database.url());
    try (var server = server();
        var fleet =
            new Fleet(
                plan.nodes(),
                name ->
                    FaultyJvm.start(
                        SHORT_LIVED,
                        node,
                        new Settings(
                                name,
                                server.issuer().toString(),
                                database,
                                keyset,
                                plan.users(),
                                plan.deadline())
                            .arguments()),
                out)) {
      plan.names().forEach(user -> fleet.consent(server, user));
      out.printf("%d nodes are up, %d users have consented%n", plan.nodes(), plan.users());
      new Stage(plan, server, fleet, out).play();
      fleet.finish(server);
      var verdict = new Verdict(Books.of(server), fleet.killed(), fleet.fallen(), fleet.said());
      verdict.print(out);
      return verdict;
    } finally {
      Files.delete(keyset);
    }
  }

  private static FakeAuthorizationServer server() {
    var server =
        FakeAuthorizationServer.builder().client(FleetNode.CLIENT, FleetNode.SECRET).start();
    server.issue(
        issuing ->
            issuing.withRotation(Rotation.STRICT).withGrace(Duration.ZERO).withLifetime(Plan.LIFE));
    return server;
  }
}
