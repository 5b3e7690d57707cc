// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server with one wrong member in its metadata: the client does not use it, and keeps the known
 * metadata.
 */
class LyingServerTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private void publish(Reply reply) {
    world.server().metadata().always(reply);
    world.server().openIdMetadata().always(reply);
  }

  static Stream<Arguments> lies() {
    List<String> noUrl =
        List.of(
            "\"\"",
            "\"file:///etc/passwd\"",
            "\"http://169.254.169.254/latest\"",
            "\"https://user:pw@as.example/token\"",
            "[\"https://as.example/token\"]");
    Stream<Arguments> endpoints =
        Stream.of("authorization_endpoint", "token_endpoint", "revocation_endpoint")
            .flatMap(member -> noUrl.stream().map(value -> arguments(member, value)));
    return Stream.concat(
        endpoints,
        Stream.of(
            arguments("issuer", "\"https://as.example\""),
            arguments("issuer", "null"),
            arguments("issuer", "[]"),
            arguments("authorization_endpoint", "\"https://as.example/authorize?state=mine\""),
            arguments("authorization_endpoint", "null"),
            arguments("token_endpoint", "null"),
            arguments("authorization_response_iss_parameter_supported", "\"yes\""),
            arguments("code_challenge_methods_supported", "\"S256\""),
            arguments("code_challenge_methods_supported", "[\"plain\"]"),
            arguments("code_challenge_methods_supported", "[1]")));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void serverShouldNotBeUsedWhenAFieldIsALie(String member, String lie) {
    publish(Metadata.of(world.server()).with(member, lie).reply());
    Node node = world.node(world.discovered().build());

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(() -> node.client().startAuthorization(World.ALICE, UserAgentBinding.random()))
        .withMessageContaining("discovery of http://127.0.0.1:")
        .withMessageNotContaining("pw")
        .withMessageNotContaining("as.example");
    assertThat(world.server().requests())
        .allMatch(request -> request.path().startsWith("/.well-known/"));
  }

  static Stream<Arguments> oneLieOfEachField() {
    Set<Object> fields = new HashSet<>();
    return lies().filter(lie -> fields.add(lie.get()[0]));
  }

  @ParameterizedTest
  @MethodSource("oneLieOfEachField")
  void knownServerShouldBeUsedOnWhenAFieldBecomesALie(String member, String lie) {
    Node node = world.node(world.discovered().build());
    node.consent(world.server(), World.ALICE);
    publish(Metadata.of(world.server()).with(member, lie).reply());

    await()
        .until(
            () -> {
              world.clock().advance(Duration.ofHours(25));
              assertThat(node.alice().token()).isNotNull();
              return world.server().metadata().requests().size() >= 4;
            });
  }

  /**
   * Callers do not notice it, so the log contains it: once a minute, and without text of the
   * server.
   */
  @ParameterizedTest
  @CsvSource({
    "issuer, \"https://elsewhere.example\", issuer is not the requested issuer",
    "token_endpoint, \"elsewhere\", token_endpoint is not an https URL of a server",
    "authorization_endpoint, ?state=elsewhere, authorizationEndpoint has 'state' in its query"
  })
  void logShouldSayWhyTheKnownServerIsUsedOn(String member, String lie, String problem) {
    Node node = world.node(world.discovered().build());
    node.consent(world.server(), World.ALICE);
    String value =
        lie.startsWith("?") ? Metadata.quoted(world.server().authorizationEndpoint() + lie) : lie;
    publish(Metadata.of(world.server()).with(member, value).reply());

    try (LogCapture log = LogCapture.start()) {
      world.clock().advance(Duration.ofHours(25));
      await()
          .until(
              () -> {
                node.client().startAuthorization(World.ALICE, UserAgentBinding.random());
                return !warnings(log).isEmpty();
              });
      assertThat(warnings(log).get(0))
          .contains("Client registration 'acme': discovery of http://127.0.0.1:")
          .contains("the known metadata is still used: " + problem)
          .doesNotContain("elsewhere");
    }
  }

  @Test
  void warningShouldComeOnceAMinuteHoweverOftenTheMetadataIsFetched() {
    Node node = world.node(world.discovered().build());
    node.consent(world.server(), World.ALICE);
    publish(Reply.json(200, "{}"));

    try (LogCapture log = LogCapture.start()) {
      world.clock().advance(Duration.ofHours(25));
      for (int fetch = 1; fetch <= 7; fetch++) { // over 60 s
        int soFar = fetch;
        node.client().startAuthorization(World.ALICE, UserAgentBinding.random());
        await()
            .until(
                () ->
                    log.lines().stream().filter(l -> l.contains("discovery request")).count()
                        == 2L * soFar);
        world.clock().advance(Duration.ofSeconds(10));
      }
      node.close();
      assertThat(warnings(log)).hasSize(2);
    }
  }

  private static List<String> warnings(LogCapture log) {
    return log.lines().stream().filter(line -> line.contains("the known metadata")).toList();
  }

  /**
   * The new endpoint has the same origin, but the registration cannot use it: the client sends its
   * own state.
   */
  @Test
  void knownEndpointShouldBeUsedOnWhenTheNewOneIsNotForTheRegistration() {
    Node node = world.node(world.discovered().build());
    node.consent(world.server(), World.ALICE);
    String endpoint = world.server().authorizationEndpoint() + "?state=mine";
    publish(
        Metadata.of(world.server())
            .with("authorization_endpoint", Metadata.quoted(endpoint))
            .reply());

    await()
        .until(
            () -> {
              world.clock().advance(Duration.ofHours(25));
              assertThat(node.consent(world.server(), World.ALICE)).isNotNull();
              return world.server().metadata().requests().size() >= 4;
            });
  }

  @Test
  void serverShouldNotBeUsedWhenItsMetadataIsTooLarge() {
    publish(Metadata.of(world.server()).with("x", Metadata.quoted("x".repeat(300_000))).reply());

    assertThatExceptionOfType(OAuthException.class)
        .isThrownBy(
            () ->
                world
                    .node(world.discovered().build())
                    .client()
                    .startAuthorization(World.ALICE, UserAgentBinding.random()))
        .withMessageContaining("discovery of ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}", "[]", "null", "<html>", "issuer=x", "{\"issuer\":1,\"issuer\":1}"})
  void serverShouldNotBeUsedWhenItsMetadataIsNoDocument(String body) {
    publish(Reply.json(200, body));

    assertThatExceptionOfType(InvalidServerResponseException.class)
        .isThrownBy(
            () ->
                world
                    .node(world.discovered().build())
                    .client()
                    .startAuthorization(World.ALICE, UserAgentBinding.random()));
  }
}
