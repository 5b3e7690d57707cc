// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import io.hexauth.ports.api.RevisedRegistration;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Registrations of an application's database, which are added, changed and removed while the node
 * runs.
 */
class ServedRegistrationsTest {

  private static final Duration STALE = Duration.ofSeconds(31);
  private static final String CALLBACK = "https://app.example/callback/";
  private static final Principal BOB = Principal.of("bob");

  private static final ApiRequest ORDERS =
      new ApiRequest() {
        @Override
        public String method() {
          return "POST";
        }

        @Override
        public URI uri() {
          return URI.create("https://api.example/orders");
        }
      };

  private final World world = new World();
  private final Map<String, RevisedRegistration> database = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile Optional<RuntimeException> trouble = Optional.empty();
  private final Node node =
      world.node(
          world.clientCredentials().build(),
          app -> app.bindClientRegistrations().toInstance(this::find));

  private Optional<RevisedRegistration> find(ClientRegistrationId id) {
    questions.incrementAndGet();
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return Optional.ofNullable(database.get(id.value()));
  }

  private void store(ClientRegistration.Builder registration, String revision) {
    ClientRegistration built = registration.build();
    database.put(built.id().value(), RevisedRegistration.of(built, revision));
  }

  private ClientRegistration.Builder served(String id, ClientRegistration.Builder registration) {
    return registration.id(id).allowPrivateEndpoints(world.server().issuer().toString());
  }

  private ClientRegistration.Builder service(String id) {
    return served(id, world.clientCredentials());
  }

  private ClientRegistration.Builder users(String id) {
    return served(id, world.authorizationCode()).redirectUri(CALLBACK + id);
  }

  private OAuthClient client(String id) {
    return node.clients().get(id);
  }

  private int requests() {
    return world.server().ledger().tokenRequests("client_credentials");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void registrationOfTheDatabaseShouldGetATokenAndShareOneQuestion() {
    store(service("tenant"), "1");

    assertThat(Set.copyOf(Crowd.all(16, () -> client("tenant").token()))).hasSize(1);
    assertThat(questions).hasValue(1);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void boundRegistrationShouldNotBeAskedFor() {
    OAuthToken unused = client("acme").token();

    assertThat(questions).hasValue(0);
  }

  @Test
  void answerShouldBeUsedForTheStalenessAndMemoryKeptWhileTheRevisionIsTheSame() {
    store(service("tenant"), "1");
    OAuthToken token = client("tenant").token();

    assertThat(client("tenant").token()).isEqualTo(token);
    assertThat(questions).hasValue(1);
    world.clock().advance(STALE);

    assertThat(client("tenant").token()).isEqualTo(token);
    assertThat(questions).hasValue(2);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void keptSessionShouldFollowAChangeOfItsRegistration() {
    store(service("tenant"), "1");
    OAuthSession session = client("tenant").session();
    OAuthToken unused = session.token();
    var asked = new AtomicInteger();
    store(
        service("tenant")
            .clientSecretBasic(
                World.CLIENT,
                () -> {
                  asked.incrementAndGet();
                  return World.SECRET;
                }),
        "2");
    world.clock().advance(STALE);

    OAuthToken after = session.obtainToken();

    assertThat(after).isNotNull();
    assertThat(asked).as("the secret of the second revision").hasValue(1);
  }

  @Test
  void keptSessionShouldEndWithItsRegistration() {
    store(service("tenant"), "1");
    OAuthSession session = client("tenant").session();
    OAuthToken unused = session.token();
    database.clear();
    world.clock().advance(STALE);

    assertThatExceptionOfType(UnknownRegistrationException.class).isThrownBy(session::token);
    assertThatExceptionOfType(UnknownRegistrationException.class)
        .isThrownBy(() -> client("tenant"));
    assertThat(questions).as("the negative answer is kept, too").hasValue(2);
  }

  @Test
  void lastAnswerShouldStayInUseWhileTheDatabaseFails() {
    store(service("tenant"), "1");
    OAuthToken token = client("tenant").token();
    trouble = Optional.of(new IllegalStateException("no connection"));
    world.clock().advance(STALE);

    for (int call = 0; call < 20; call++) {
      assertThat(client("tenant").token()).isEqualTo(token);
    }
    assertThat(questions).as("the first answer, and one failure for all calls").hasValue(2);

    world.clock().advance(Duration.ofSeconds(6));
    trouble = Optional.empty();
    database.clear();
    assertThatExceptionOfType(UnknownRegistrationException.class)
        .isThrownBy(() -> client("tenant"));
  }

  @Test
  void failureShouldBeTypedWhereTheDatabaseHasNeverAnswered() {
    trouble = Optional.of(new IllegalStateException("no connection"));

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> client("tenant"))
        .matches(e -> e.reason() == Reason.FAILED)
        .withRootCauseInstanceOf(IllegalStateException.class);

    trouble = Optional.empty();
    store(service("tenant"), "1");
    assertThat(client("tenant").token()).isNotNull();
  }

  @Test
  void registrationWithAnotherIdShouldBeRefused() {
    database.put("tenant", RevisedRegistration.of(service("other").build(), "1"));

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> client("tenant"))
        .matches(e -> e.reason() == Reason.NOT_ALLOWED)
        .withMessageContaining("'other'");
  }

  @Test
  void passwordGrantWithoutCredentialsShouldBeRefused() {
    store(served("tenant", world.clientCredentials()).password(), "1");

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> client("tenant"))
        .matches(e -> e.reason() == Reason.NOT_ALLOWED)
        .withMessageContaining("bindResourceOwnerCredentials");
  }

  @ParameterizedTest
  @CsvSource({
    "tenant, https://app.example/callback",
    "tenant, https://app.example/callback/tenants",
    "tenant, https://app.example/callback?for=tenant",
    "tenant, https://app.example/callback/acme?for=tenant",
    "tenant, https://tenant.example/callback",
    "tenant, https://app.example/tenant/callback",
    "tenant, https://app.example/callback/acme",
    "tenant, https://app.example/callback/tenant/",
    "tenant, https://app.example/callback%2Ftenant",
    "tenant, https://app.example/callback/%74enant",
    "callback, https://app.example/callback/tenant",
    "callback/tenant, https://app.example/callback/tenant",
    "app.example, https://app.example/callback/tenant",
    "https:, https://app.example/callback/tenant"
  })
  void redirectUriThatDoesNotNameItsRegistrationShouldBeRefused(String id, String uri) {
    store(users(id).redirectUri(uri), "1");

    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> client(id))
        .matches(e -> e.reason() == Reason.NOT_ALLOWED)
        .withMessageContaining("redirect URI");
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example/callback/tenant, https://app.example/callback/tenant, false",
    "https://app.example/callback/tenant, https://APP.example:443/callback/tenant, false",
    "https://app.example/callback/tenant, https://app.example/callback/tenant?x=y, false",
    "https://app.example/callback/tenant?x=y, https://app.example/callback/tenant, false",
    "https://app.example/callback/tenant?x=y, https://app.example/callback/tenant?x=z, true",
    "https://app.example/callback/tenant, https://elsewhere.example/callback/tenant, true",
    "https://app.example/tenant, https://app.example/callback/tenant, true"
  })
  void redirectUriOfABoundRegistrationShouldBeRefused(String bound, String uri, boolean allowed) {
    store(users("tenant").redirectUri(uri), "1");
    Node both =
        world.node(
            world.authorizationCode().redirectUri(bound).build(),
            app -> app.bindClientRegistrations().toInstance(this::find));

    if (allowed) {
      assertThat(both.clients().get("tenant")).isNotNull();
    } else {
      assertThatExceptionOfType(TokenProviderException.class)
          .isThrownBy(() -> both.clients().get("tenant"))
          .matches(e -> e.reason() == Reason.NOT_ALLOWED)
          .withMessageContaining("'acme'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/callback/tenant",
        "https://app.example/tenant",
        "https://app.example/callback/tenant?a=b"
      })
  void userShouldConsentWhereTheRedirectUriNamesItsRegistration(String uri) {
    store(users("tenant").redirectUri(uri), "1");
    var browser = UserAgentBinding.random();
    URI start = client("tenant").startAuthorization(World.ALICE, browser).uri();
    AuthorizationCallback callback = callback(start);

    OAuthSession session = node.clients().finishAuthorization(callback, browser);

    assertThat(session.principal()).isEqualTo(World.ALICE);
    assertThat(session.registration().id().value()).isEqualTo("tenant");
    assertThat(session.token()).isEqualTo(client("tenant").session(World.ALICE).token());
  }

  private AuthorizationCallback callback(URI start) {
    return AuthorizationCallback.parse(world.server().consent(start, "alice"));
  }

  /** The path distinguishes tenants, so a callback without a path may belong to any of them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callbackShouldSayWhereItCameIn(boolean ofAllRegistrations) {
    store(users("tenant"), "1");
    var browser = UserAgentBinding.random();
    AuthorizationCallback whole =
        callback(client("tenant").startAuthorization(World.ALICE, browser).uri());
    var queryAlone = new AuthorizationCallback("", whole.query());

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> finish(ofAllRegistrations, queryAlone, browser))
        .matches(e -> e.reason() == InvalidCallbackException.Reason.LOCATION_MISSING);
    assertThat(world.server().ledger().tokenRequests("authorization_code")).isZero();

    assertThat(finish(ofAllRegistrations, whole, browser).token()).isNotNull();
  }

  private OAuthSession finish(
      boolean ofAllRegistrations, AuthorizationCallback callback, UserAgentBinding browser) {
    return ofAllRegistrations
        ? node.clients().finishAuthorization(callback, browser)
        : client("tenant").finishAuthorization(callback, browser);
  }

  /**
   * The hostile tenant's server forwards the user to the server of another tenant, with that
   * tenant's client.
   */
  @Test
  void codeOfATenantShouldNotReachTheServerOfAHostileOneThatNamesItsIssuerAndEndpoints() {
    store(users("honest"), "1");
    store(users("hostile"), "1"); // its token endpoint would be elsewhere
    var browser = UserAgentBinding.random();
    URI atHonest = client("honest").startAuthorization(World.ALICE, browser).uri();
    String state = client("hostile").startAuthorization(World.ALICE, browser).state().value();
    String honestState = query(atHonest, "state");
    AuthorizationCallback mixed =
        callback(URI.create(atHonest.toString().replace(honestState, state)));

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> node.clients().finishAuthorization(mixed, browser));
    assertThat(world.server().ledger().tokenRequests("authorization_code")).isZero();
  }

  /** The API has processed the call, so the caller must not get a failure. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"200, changed", "401, changed", "404, changed", "200, gone", "401, gone"})
  void answerOfAnApiShouldBeTheCallersWhenTheRegistrationIsAnotherOneSince(
      int status, String registration) {
    store(service("tenant").scopes("read"), "1");
    OAuthSession session = client("tenant").session();
    ApiAuthorization used = session.authorize(ORDERS);
    database.clear();
    if (registration.equals("changed")) {
      store(service("tenant").scopes("read", "write"), "2");
    }
    world.clock().advance(STALE);

    assertThat(session.recover(ORDERS, used, new Answered(status))).isEqualTo(Recovery.done());
    assertThat(session.recoverAsync(ORDERS, used, new Answered(status)))
        .isCompletedWithValue(Recovery.done());
  }

  @Test
  void grantedAccessShouldFollowAConsentAndLeaveAnAnswerOfBeforeToTheCaller() {
    store(users("tenant").scopes("read").stepUpScopes("pay"), "1");
    consent("tenant", World.ALICE);
    OAuthSession granted = client("tenant").session(World.ALICE).withGrantedAccess();
    ApiAuthorization used = granted.authorize(ORDERS);

    consent("tenant", World.ALICE, o -> o.scopes("read", "pay"));

    assertThat(granted.recover(ORDERS, used, new Answered(401))).isEqualTo(Recovery.done());
    assertThat(granted.token().scopes()).isEqualTo(Scopes.of("read", "pay"));
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
  }

  @Test
  void authorizationOfAnotherUserShouldBeRefused() {
    store(users("tenant"), "1");
    consent("tenant", World.ALICE);
    consent("tenant", BOB);
    ApiAuthorization used = client("tenant").session(World.ALICE).authorize(ORDERS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> client("tenant").session(BOB).recover(ORDERS, used, new Answered(401)));
  }

  private void consent(String id, Principal principal) {
    consent(id, principal, UnaryOperator.identity());
  }

  private void consent(
      String id, Principal principal, UnaryOperator<AuthorizationOptions> options) {
    var browser = UserAgentBinding.random();
    URI start = client(id).startAuthorization(principal, browser, options).uri();
    var callback = AuthorizationCallback.parse(world.server().consent(start, principal.name()));
    OAuthSession unused = client(id).finishAuthorization(callback, browser);
  }

  private record Answered(int status) implements ApiAnswer {

    @Override
    public Collection<String> headers(String name) {
      return List.of();
    }
  }

  /**
   * The hostile registration has the issuer of another one, so the iss of a callback proves
   * nothing.
   */
  @ParameterizedTest(name = "at all registrations {0}, query alone {1}")
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void codeShouldNotReachAHostileTokenEndpointBesideTheIssuerOfAnotherTenant(
      boolean ofAllRegistrations, boolean queryAlone) {
    try (var evil = new World()) {
      store(served("honest", world.discovered()).redirectUri(CALLBACK + "honest"), "1");
      store(
          served("tenant", world.discovered())
              .redirectUri(CALLBACK + "tenant")
              .tokenEndpoint(evil.server().tokenEndpoint().toString())
              .allowPrivateEndpoints(
                  world.server().issuer().toString(), evil.server().issuer().toString()),
          "1");
      var browser = UserAgentBinding.random();
      URI atHonest = client("honest").startAuthorization(World.ALICE, browser).uri();
      String state = client("tenant").startAuthorization(World.ALICE, browser).state().value();
      String honestState = query(atHonest, "state");
      AuthorizationCallback mixed =
          callback(URI.create(atHonest.toString().replace(honestState, state)));
      var said = queryAlone ? new AuthorizationCallback("", mixed.query()) : mixed;

      assertThatExceptionOfType(InvalidCallbackException.class)
          .isThrownBy(() -> finish(ofAllRegistrations, said, browser));
      assertThat(evil.server().requests()).isEmpty();
    }
  }

  private static String query(URI uri, String name) {
    return uri.getQuery().replaceAll(".*\\b" + name + "=([^&]*).*", "$1");
  }
}
