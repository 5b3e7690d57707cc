// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Commands that the parent process sends to the standard input of a node, and their answers. */
final class NodeCommands {

  private final OAuthClients clients;
  private final OAuthClient users;
  private final Callers callers;

  NodeCommands(Settings settings, OAuthClients clients) {
    this.clients = clients;
    users = clients.get("users");
    callers = new Callers(users, settings);
  }

  /** Executes commands until the input ends, which also happens if the parent process ends. */
  void run() throws IOException {
    while (!isReady()) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    say("ready");
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        accept(line.split(" "));
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** {@return true after the node has obtained two tokens, so that its classes are loaded} */
  private boolean isReady() {
    var session = clients.get("self").session();
    try {
      return !session.token().equals(session.refresh());
    } catch (ServiceUnavailableException e) {
      return false;
    }
  }

  private void accept(String[] words) {
    try {
      switch (words[0]) {
        case "visit" ->
            say(
                "visit "
                    + users.startAuthorization(Principal.of(words[1]), browser(words[1])).uri());
        case "callback" -> {
          users.finishAuthorization(AuthorizationCallback.parse(words[2]), browser(words[1]));
          say("consented " + words[1]);
        }
        case "go" -> callers.start();
        case "stop" -> {
          callers.stop();
          say("stopped");
        }
        case "check" -> {
          callers.once(words[1]);
          say("checked " + words[1]);
        }
        case "end" -> {
          clients.close(); // waits for refreshes that are under way
          say("ended");
        }
        default -> throw new IllegalArgumentException(words[0]);
      }
    } catch (RuntimeException e) {
      say("defect " + e);
    }
  }

  private static UserAgentBinding browser(String user) {
    return UserAgentBinding.of("the cookie of the browser of " + user);
  }

  /** Prints a whole line, from any thread. */
  static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
