// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.fault.ConsoleFaultPoints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Process of a node. It reads commands from the standard input. A command {@code 7 token alice 64}
 * is answered by {@code = 7 …} when it is done. Commands of {@link ConsoleFaultPoints} are passed
 * on, and events are printed as {@code event …}. The process ends with its input, and closes in
 * order when it is terminated.
 */
public final class NodeMain {

  /** A token that was obtained earlier, for example from a file or another library. */
  private static final OAuthToken HANDED_IN =
      OAuthToken.builder("handed-in").refreshToken("handed-in-too").build();

  private final ConsoleFaultPoints faults = new ConsoleFaultPoints(System.out);
  private final Api api = new Api();
  private final Callers callers = new Callers();
  private final ExecutorService commands = Executors.newCachedThreadPool();
  private final Defects defects = new Defects(faults);
  private final Node node = new Node(defects, NodeMain::announce);

  private NodeMain() {}

  /** Reads commands until the input ends. */
  public static void main(String[] arguments) throws IOException {
    var main = new NodeMain();
    main.node.warmUp();
    Runtime.getRuntime().addShutdownHook(new Thread(main::drain, "drain"));
    say("ready");
    try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (!main.faults.accept(line)) {
          main.accept(line.split(" "));
        }
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private void drain() {
    node.close();
    say("drained");
  }

  private static void announce(TokenEvent event) {
    say(
        "event "
            + event.principal().name()
            + " "
            + event.cause()
            + " "
            + event.generation()
            + " "
            + event.token().map(token -> Callers.hash(token.accessToken().value())).orElse("none")
            + " "
            + event.grantId().value());
  }

  private static void say(String line) {
    // Lines of different threads must not be mixed.
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }

  private void accept(String[] words) {
    commands.execute(
        () -> {
          String answer;
          try {
            answer = answer(words);
          } catch (OAuthException e) {
            answer = Callers.failure(e) + "=1";
          } catch (Exception e) {
            answer = "defect:" + (e.getClass().getSimpleName() + ":" + e).replace(' ', '_') + "=1";
          }
          say("= " + words[0] + " " + answer);
        });
  }

  private String answer(String[] words) throws InterruptedException {
    String who = words.length > 2 ? words[2] : "";
    return switch (words[1]) {
      case "token" -> callers.call(Integer.parseInt(words[3]), () -> node.session(who).token());
      case "use" -> callers.use(Integer.parseInt(words[3]), () -> node.session(who).token(), api);
      case "refresh" -> callers.call(Integer.parseInt(words[3]), () -> node.session(who).refresh());
      case "revoke" -> "revoked:" + node.session(who).revoke() + "=1";
      case "consent" ->
          node.client(who).startAuthorization(Principal.of(who), browser(who)).uri() + "";
      case "callback" -> {
        var callback = AuthorizationCallback.parse(words[3]);
        yield callers.call(
            1, () -> node.client(who).finishAuthorization(callback, browser(who)).token());
      }
      case "interrupt" -> {
        callers.interrupt();
        yield "done";
      }
      case "clock" -> {
        node.clock().beWrongBy(Duration.parse(who));
        yield "done";
      }
      case "lag" -> {
        node.store().lag(Boolean.parseBoolean(who));
        yield "done";
      }
      case "threads" -> threads() + "";
      case "adopt" ->
          callers.call(1, () -> node.session(who).importToken(HANDED_IN, ImportMode.IF_ABSENT));
      default -> operate(words[1], who);
    };
  }

  /** Executes a command that concerns the node and not one grant. */
  private String operate(String what, String how) {
    switch (what) {
      case "throw" -> defects.arm(how);
      case "newer" -> node.cipher().beNewer(Boolean.parseBoolean(how));
      case "elsewhere" -> node.goElsewhere(how);
      case "back" -> node.comeBack();
      case "kept" -> {
        return node.cipher().isKeptFor(how) + "";
      }
      case "keys" -> {
        TokenCipher.Keys keys = node.cipher().keys();
        return keys.primary() + " of " + String.join(" ", new TreeSet<>(keys.readable()));
      }
      case "reseal" -> {
        return node.reseal() + "";
      }
      default -> throw new IllegalArgumentException(what + " " + how);
    }
    return "done";
  }

  private static UserAgentBinding browser(String who) {
    return UserAgentBinding.of("browser of " + who);
  }

  /** {@return the number of threads of Hexauth} */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hexauth-"))
        .count();
  }
}
