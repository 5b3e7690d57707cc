// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Effects of each kind of answer on later requests. Each answer is repeated until it would open a
 * circuit breaker. The test checks the table of {@code docs/operations.md}.
 */
class WhatStopsWhatTest {

  private static final String VICTIM = "victim";

  /** Number of consecutive failures that open the circuit breaker. */
  private static final int TIMES = 2;

  /** No request is stopped. */
  private static final String NOTHING = "";

  private static final String ALL_BUT_REVOCATIONS = "refreshes of others, own grants, codes";
  private static final String OWN_GRANTS = "own grants";
  private static final String OWN_GRANTS_AND_CODES = "own grants, codes";
  private static final String REVOCATIONS = "revocations";

  private enum Request {
    CODE,
    REFRESH,
    CLIENT_CREDENTIALS,
    PASSWORD,
    EXTENSION,
    REVOCATION
  }

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** An answer, and the requests that it stops after a code exchange, a refresh, a revocation. */
  private static Stream<Arguments> row(
      String name, Reply reply, String code, String grant, String revocation) {
    return Arrays.stream(Request.values())
        .map(
            request ->
                Arguments.of(
                    request,
                    name,
                    reply,
                    switch (request) {
                      case CODE -> code;
                      case REVOCATION -> revocation;
                      default -> grant;
                    }));
  }

  private static Stream<Arguments> noAnswer(String name, Reply reply) {
    return row(name, reply, NOTHING, ALL_BUT_REVOCATIONS, REVOCATIONS);
  }

  private static Stream<Arguments> refused(String name, Reply reply) {
    return row(name, reply, NOTHING, NOTHING, NOTHING);
  }

  static Stream<Arguments> table() {
    return Stream.of(
            noAnswer("status 500", Reply.of(500)),
            noAnswer("redirect", Reply.redirect(302, "/login")),
            noAnswer("reset", Reply.normal().resetting()),
            row("busy 429", Reply.of(429), ALL_BUT_REVOCATIONS, ALL_BUT_REVOCATIONS, REVOCATIONS),
            row(
                "busy 503",
                Reply.busy(503, "30"),
                ALL_BUT_REVOCATIONS,
                ALL_BUT_REVOCATIONS,
                REVOCATIONS),
            // RFC 7009 §2.2: any answer with status 200 confirms a revocation.
            row("block page", Reply.html(200), NOTHING, ALL_BUT_REVOCATIONS, NOTHING),
            refused("granted", Reply.normal()),
            refused("invalid_grant", Reply.error(400, "invalid_grant")),
            refused("no OAuth error", Reply.html(400)),
            row(
                "invalid_client",
                Reply.error(401, "invalid_client"),
                NOTHING,
                OWN_GRANTS_AND_CODES,
                NOTHING),
            row(
                "unauthorized_client",
                Reply.error(400, "unauthorized_client"),
                NOTHING,
                OWN_GRANTS,
                NOTHING))
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "{0}, {1}: {3}")
  @MethodSource("table")
  void anAnswerShouldStopOnlyWhatItProvesToBeInVain(
      Request request, String name, Reply reply, String stopped) {
    Node node = world.node(registration(request), app -> others(app, request));
    OAuthClient own = node.client();
    OAuthClient victim = node.clients().get(VICTIM);
    for (int i = 0; i < TIMES; i++) {
      prepare(own, request, user(i));
    }
    Principal last = user(TIMES);
    prepare(own, request, last);
    consent(victim, World.ALICE);
    consent(victim, last);
    world.clock().advance(Duration.ofHours(2));

    endpoint(request).always(reply);
    for (int i = 0; i < TIMES; i++) {
      Principal user = user(i);
      quietly(() -> send(own, request, user));
    }
    world.server().token().behave();
    world.server().revocation().behave();

    Request again =
        request == Request.CODE || request == Request.REVOCATION ? Request.REFRESH : request;
    assertThat(
            Stream.of(
                    stopped("refreshes of others", Request.REFRESH, victim, World.ALICE),
                    stopped("own grants", again, own, last),
                    own.registration().redirectUri().isPresent()
                        ? stopped("codes", Request.CODE, own, user(TIMES + 1))
                        : Stream.<String>empty(),
                    stopped("revocations", Request.REVOCATION, victim, last))
                .flatMap(each -> each))
        .containsExactly(expected(stopped, own));
  }

  /** {@return the expected requests} A client without a redirect URI exchanges no codes. */
  private static String[] expected(String stopped, OAuthClient own) {
    return Stream.of(stopped.split(", "))
        .filter(each -> !each.isEmpty())
        .filter(each -> !each.equals("codes") || own.registration().redirectUri().isPresent())
        .toArray(String[]::new);
  }

  private Stream<String> stopped(String name, Request request, OAuthClient client, Principal user) {
    int before = endpoint(request).requests().size();
    quietly(() -> send(client, request, user));
    return endpoint(request).requests().size() == before ? Stream.of(name) : Stream.empty();
  }

  private static void quietly(Runnable call) {
    try {
      call.run();
    } catch (OAuthException e) {
      assertThat(e.registration().value()).isNotEmpty();
    }
  }

  private FakeEndpoint endpoint(Request request) {
    return request == Request.REVOCATION ? world.server().revocation() : world.server().token();
  }

  private static Principal user(int number) {
    return Principal.of("user-" + number);
  }

  private ClientRegistration registration(Request request) {
    return switch (request) {
      case CODE, REFRESH, REVOCATION -> world.authorizationCode().build();
      case CLIENT_CREDENTIALS -> world.clientCredentials().build();
      case PASSWORD -> world.password().build();
      case EXTENSION -> world.extension("urn:example:grant", Map.of("subject", "x")).build();
    };
  }

  private void others(OAuthClientBinder app, Request request) {
    app.config(OAuthClientConfig.defaults().withCircuitThreshold(TIMES));
    app.registration(world.authorizationCode().id(VICTIM).build());
    if (request == Request.PASSWORD) {
      app.bindResourceOwnerCredentials("acme")
          .toInstance(user -> Optional.of(new ResourceOwner(user.name(), "wonderland")));
    }
  }

  private void prepare(OAuthClient client, Request request, Principal user) {
    if (request == Request.CODE || request == Request.REFRESH || request == Request.REVOCATION) {
      consent(client, user);
    }
  }

  private void send(OAuthClient client, Request request, Principal user) {
    switch (request) {
      case CODE -> consent(client, user);
      case REFRESH -> client.session(user).token();
      case CLIENT_CREDENTIALS, EXTENSION -> client.session().obtainToken();
      case PASSWORD -> client.session(user).obtainToken();
      case REVOCATION -> client.session(user).revoke();
    }
  }

  private void consent(OAuthClient client, Principal user) {
    var browser = UserAgentBinding.random();
    var redirect = client.startAuthorization(user, browser);
    client.finishAuthorization(
        AuthorizationCallback.parse(world.server().consent(redirect.uri(), user.name())), browser);
  }
}
