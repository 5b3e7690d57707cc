// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import com.google.inject.Guice;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.UnencryptedModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.testkit.fault.ConsoleFaultPoints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Process of an application with this store. It reads commands and prints their results. */
final class NodeProcess {

  private static final int CALLS = 16;
  private static final Principal ALICE = Principal.of("alice");
  private static final UserAgentBinding BROWSER =
      UserAgentBinding.of("the cookie of Alice's browser, 0123456789");

  private final ShiftedClock clock = new ShiftedClock();
  private final ConsoleFaultPoints points = new ConsoleFaultPoints(System.out);
  private final OAuthClient client;

  private NodeProcess(Path directory, String issuer) {
    ClientRegistration registration =
        ClientRegistration.builder("example")
            .authorizationCode()
            .allowPlainHttpOnLoopback()
            .authorizationEndpoint(issuer + "/authorize")
            .tokenEndpoint(issuer + "/token")
            .issuer(issuer)
            .clientSecretBasic("app", () -> "secret")
            .redirectUri("https://app.example/callback")
            .build();
    client =
        Guice.createInjector(
                new OAuthClientModule(),
                new FeignTransportModule(),
                new UnencryptedModule(), // for the example only; TinkTokenCipherModule encrypts
                new FileStoreModule(directory),
                binder ->
                    OAuthClientBinder.of(binder)
                        .clock(clock)
                        .faultPoints(points) // in tests only
                        .registration(registration))
            .getInstance(OAuthClients.class)
            .get("example");
  }

  public static void main(String[] arguments) throws IOException {
    var node = new NodeProcess(Path.of(arguments[0]), arguments[1]);
    System.out.println("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!node.points.accept(line)) {
        node.start(line.split(" ", 2));
      }
    }
    System.exit(0);
  }

  /**
   * Executes a command on a new thread: it may be stopped, and the process must still read its
   * input.
   */
  private void start(String[] command) {
    new Thread(() -> System.out.println(answer(command)), command[0]).start();
  }

  private String answer(String[] command) {
    return switch (command[0]) {
      case "authorize" -> "visit " + client.startAuthorization(ALICE, BROWSER).uri();
      case "callback" -> "got " + token(command[1]);
      case "later" -> "later " + later(Duration.parse(command[1]));
      case "call" -> "tokens " + String.join(" ", tokens());
      default -> "what?";
    };
  }

  private String token(String callback) {
    return client
        .finishAuthorization(AuthorizationCallback.parse(callback), BROWSER)
        .token()
        .accessToken()
        .value();
  }

  private Duration later(Duration time) {
    clock.later(time);
    return time;
  }

  /** {@return the distinct tokens that concurrent calls have received} */
  private Set<String> tokens() {
    var session = client.session(ALICE);
    return IntStream.range(0, CALLS)
        .parallel()
        .mapToObj(call -> session.token().accessToken().value())
        .collect(Collectors.toSet());
  }
}
