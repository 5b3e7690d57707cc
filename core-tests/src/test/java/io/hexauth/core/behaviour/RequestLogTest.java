// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.registration.Principal;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.LogCapture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One line at level debug for each request to the authorization server. */
class RequestLogTest {

  private static final String LOGGER = "DEBUG io.hexauth.core.internal.server.AuthorizationServer ";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** {@return the lines about requests, without the parts that change from run to run} */
  private List<String> requests(LogCapture log) {
    return log.lines().stream()
        .filter(line -> line.startsWith(LOGGER))
        .map(line -> line.substring(LOGGER.length()).split(" \\[")[0])
        .map(line -> line.replace("http://" + world.server().issuer().getAuthority(), "AS"))
        .map(line -> line.replaceAll("\\d+ ms", "N ms"))
        .toList();
  }

  @Test
  void everyRequestShouldWriteOneLine() {
    Node node = world.node(world.authorizationCode().build());
    try (LogCapture log = LogCapture.start()) {
      node.consent(world.server(), World.ALICE);
      node.alice().refresh();
      node.alice().revoke();

      assertThat(requests(log))
          .containsExactly(
              line("authorization_code request to AS/token, generation 0: granted, status 200"),
              line("refresh_token request to AS/token, generation 1: granted, status 200"),
              line("revocation request to AS/revoke, generation 0: confirmed, status 200"),
              line("revocation request to AS/revoke, generation 0: confirmed, status 200"));
    }
  }

  @Test
  void lineShouldNameNoUser() {
    Node node = world.node(world.authorizationCode().build());
    try (LogCapture log = LogCapture.start()) {
      node.consent(world.server(), Principal.of("bob"));
      node.client().session("bob").refresh();
      node.client().session("bob").revoke();

      assertThat(requests(log)).hasSize(4).noneMatch(line -> line.contains("bob"));
    }
  }

  private static String line(String text) {
    return "Client registration 'acme': " + text + ", N ms";
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(Reply.error(400, "invalid_grant"), "refused with 'invalid_grant', status 400"),
        Arguments.of(
            Reply.error(400, "rt-unheard-of"),
            "refused with an error code that no RFC defines, status 400"),
        Arguments.of(Reply.of(401), "refused without an OAuth error, status 401"),
        Arguments.of(Reply.busy(503, "1"), "too busy, status 503"),
        Arguments.of(Reply.html(200), "unusable (its body is HTML or XML), status 200"),
        Arguments.of(Reply.normal().resetting(), "unknown ("));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void lineShouldSayWhatCameOfTheRequest(Reply reply, String outcome) {
    Node node = world.node(world.clientCredentials().build());
    world.server().token().always(reply);
    try (LogCapture log = LogCapture.start()) {
      assertThat(catchThrowable(() -> node.client().token())).isNotNull();

      assertThat(requests(log))
          .singleElement()
          .asString()
          .startsWith(
              "Client registration 'acme': client_credentials request to AS/token, generation 0: "
                  + outcome);
    }
  }

  static Stream<Arguments> unconfirmed() {
    return Stream.of(
        Arguments.of(Reply.error(400, "invalid_token"), "refused with 'invalid_token', status 400"),
        Arguments.of(
            Reply.error(400, "rt-unheard-of"),
            "refused with an error code that no RFC defines, status 400"),
        Arguments.of(Reply.busy(503, "1"), "too busy, status 503"),
        Arguments.of(Reply.of(429), "too busy, status 429"),
        Arguments.of(Reply.html(404), "not confirmed, status 404"),
        Arguments.of(Reply.normal().resetting(), "unknown ("));
  }

  @ParameterizedTest
  @MethodSource("unconfirmed")
  void lineShouldSayWhatCameOfTheRevocation(Reply reply, String outcome) {
    Node node = world.node(world.clientCredentials().build());
    node.client().token();
    world.server().revocation().always(reply);
    try (LogCapture log = LogCapture.start()) {
      assertThat(catchThrowable(() -> node.client().session().revoke())).isNotNull();

      assertThat(requests(log))
          .singleElement()
          .asString()
          .startsWith(
              "Client registration 'acme': revocation request to AS/revoke, generation 0: "
                  + outcome);
    }
  }

  @Test
  void requestThatWasNotSentShouldWriteALine() {
    Node node = world.node(world.clientCredentials().build());
    world.server().close();
    try (LogCapture log = LogCapture.start()) {
      assertThat(catchThrowable(() -> node.client().token())).isNotNull();

      assertThat(requests(log)).singleElement().asString().contains(": not sent (", "status none");
    }
  }
}
