// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.testkit.fault.FaultyJvm;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import io.hexauth.testkit.server.Rotation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Demonstration with two processes that share one directory. The server revokes a grant if a
 * refresh token is presented twice.
 */
public final class TwoProcesses {

  static final Duration LIFE = Duration.ofHours(1);

  private static final int ROUNDS = 10;

  private TwoProcesses() {}

  /** Runs the demonstration. The exit status is 1 if a promise was broken. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("hexauth-files-");
    boolean kept = run(directory, ROUNDS, System.out);
    delete(directory);
    if (!kept) {
      System.exit(1);
    }
  }

  /** {@return true if every token was refreshed once, for both processes} */
  static boolean run(Path directory, int rounds, PrintStream out) {
    try (var server = strictServer();
        var one = node(directory, server);
        var two = node(directory, server)) {
      consent(server, one, two);
      out.println(
          "alice has consented: one process started the authorization, the other one"
              + " received the callback");
      boolean kept = true;
      for (int round = 1; round <= rounds; round++) {
        int before = server.ledger().tokenRequests();
        var tokens = round(List.of(one, two), LIFE.multipliedBy(round));
        int requests = server.ledger().tokenRequests() - before;
        out.printf(
            "round %d: the token has expired, 2 processes with 16 calls each got %d new one(s), the"
                + " server saw %d request(s)%n",
            round, tokens.size(), requests);
        kept &= tokens.size() == 1 && requests == 1;
      }
      out.printf(
          "%d rounds; each refresh token was presented at most %d time(s), %d families were"
              + " revoked%n",
          rounds, server.ledger().mostPresentations(), server.ledger().familiesRevokedForReuse());
      return kept && server.ledger().mostPresentations() == 1;
    }
  }

  static FakeAuthorizationServer strictServer() {
    var server =
        FakeAuthorizationServer.builder()
            .client("app", "secret")
            .redirectUri("https://app.example/callback")
            .start();
    server.issue(
        issuing ->
            issuing.withRotation(Rotation.STRICT).withGrace(Duration.ZERO).withLifetime(LIFE));
    return server;
  }

  static FaultyJvm node(Path directory, FakeAuthorizationServer server) {
    return FaultyJvm.start(NodeProcess.class, directory.toString(), server.issuer().toString());
  }

  static void consent(FakeAuthorizationServer server, FaultyJvm one, FaultyJvm two) {
    one.await("ready");
    two.await("ready");
    one.send("authorize");
    String url = one.await("visit ").substring("visit ".length());
    two.send("callback " + server.consent(java.net.URI.create(url), "alice"));
    two.await("got ");
  }

  /** {@return the distinct tokens that all calls of all processes have received} */
  private static Set<String> round(List<FaultyJvm> nodes, Duration later) {
    nodes.forEach(node -> node.send("later " + later));
    nodes.forEach(node -> node.await("later "));
    nodes.forEach(node -> node.send("call"));
    var tokens = new TreeSet<String>();
    for (FaultyJvm node : nodes) {
      tokens.addAll(List.of(node.await("tokens ").substring("tokens ".length()).split(" ")));
    }
    return tokens;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
