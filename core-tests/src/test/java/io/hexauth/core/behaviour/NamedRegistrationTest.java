// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.guice.StrictInjector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A store does not know the registration of a grant. Callers see it nevertheless in each exception
 * of the store.
 */
class NamedRegistrationTest {

  private static final ClientRegistrationId OF_THE_STORE = ClientRegistrationId.of("of-the-store");
  private static final OAuthClientConfig HASTY =
      OAuthClientConfig.defaults().withCallerTimeout(Duration.ofSeconds(4));

  private final World world = new World();
  private final ClientRegistration registration = world.authorizationCode().build();
  private final RotatingCipher cipher = new RotatingCipher();
  private final UserAgentBinding browser = UserAgentBinding.random();
  private final Map<String, Runnable> faults = new ConcurrentHashMap<>();
  private final Injector memory =
      StrictInjector.create(
          new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(world.clock()));
  private final Injector injector = node(registration, OAuthClientConfig.defaults());
  private final OAuthClients clients = injector.getInstance(OAuthClients.class);
  private final OAuthMaintenance maintenance = injector.getInstance(OAuthMaintenance.class);

  @AfterEach
  void close() {
    world.close();
    faults.clear();
    clients.close();
  }

  private Injector node(ClientRegistration registration, OAuthClientConfig config) {
    return StrictInjector.create(
        new OAuthClientModule(),
        new FeignTransportModule(),
        binder -> {
          binder.bind(TokenStore.class).toInstance(faulty(TokenStore.class));
          binder.bind(TokenStoreMaintenance.class).toInstance(faulty(TokenStoreMaintenance.class));
          binder
              .bind(PendingAuthorizationStore.class)
              .toInstance(faulty(PendingAuthorizationStore.class));
          binder.bind(TokenCipher.class).toInstance(cipher);
          OAuthClientBinder.of(binder)
              .clock(world.clock())
              .config(config)
              .registration(registration);
        });
  }

  /**
   * {@return the port in memory, whose methods run the action that the test sets for their name}
   */
  private <T> T faulty(Class<T> port) {
    T real = memory.getInstance(port);
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              faults.getOrDefault(method.getName(), () -> {}).run();
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private void fails(String step, RuntimeException failure) {
    faults.put(
        step,
        () -> {
          throw failure;
        });
  }

  private static RuntimeException away() {
    return new ServiceUnavailableException(
        OF_THE_STORE, Service.STORE, "it is away", true, Optional.empty(), null);
  }

  private static RuntimeException damaged() {
    return new UnreadableRecordException(OF_THE_STORE, 1, "key-1", "a clear field is damaged");
  }

  private AuthorizationCallback callback() {
    var redirect = clients.get("acme").startAuthorization(World.ALICE, browser);
    return AuthorizationCallback.parse(world.server().consent(redirect.uri(), "alice"));
  }

  private OAuthSession alice() {
    return clients.get("acme").session(World.ALICE);
  }

  private interface Call extends Consumer<NamedRegistrationTest> {}

  static Stream<Arguments> calls() {
    return Stream.of(
            call(
                "put",
                "start",
                t -> t.clients.get("acme").startAuthorization(World.ALICE, t.browser)),
            call("find", "token", t -> t.alice().token()),
            call("find", "status", t -> t.alice().status()),
            call("find", "revoke", t -> t.alice().revoke()),
            call(
                "replace",
                "import",
                t ->
                    t.alice().importToken(OAuthToken.builder("given").build(), ImportMode.REPLACE)))
        .flatMap(
            call ->
                Stream.of(away(), damaged())
                    .map(
                        failure ->
                            Arguments.of(call.get()[0], call.get()[1], failure, call.get()[2])));
  }

  private static Arguments call(String step, String name, Call call) {
    return Arguments.of(step, name, call);
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @MethodSource("calls")
  void exceptionOfTheStoreShouldNameTheRegistrationOfTheCall(
      String step, String name, RuntimeException failure, Call call) {
    fails(step, failure);

    assertIsNamed("acme", failure, () -> call.accept(this));
  }

  static Stream<RuntimeException> failures() {
    return Stream.of(away(), damaged());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void exceptionOfTheStoreShouldNameTheRegistrationWhoseCallbackIsTaken(RuntimeException failure) {
    AuthorizationCallback callback = callback();
    fails("take", failure);

    assertIsNamed(
        "acme", failure, () -> clients.get("acme").finishAuthorization(callback, browser));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void exceptionOfTheStoreShouldNameAnUnknownRegistrationUntilTheCallbackIsTaken(
      RuntimeException failure) {
    AuthorizationCallback callback = callback();
    fails("take", failure);

    assertIsNamed("unknown", failure, () -> clients.finishAuthorization(callback, browser));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void exceptionOfTheStoreShouldNameTheRegistrationOfACallbackThatIsPutBack(
      RuntimeException failure) {
    AuthorizationCallback callback = callback();
    OAuthClients others = withoutTheRegistration(OAuthClientConfig.defaults());
    fails("put", failure);

    assertIsNamed("acme", failure, () -> others.finishAuthorization(callback, browser));
    others.close();
  }

  @Test
  void timeoutShouldNameTheRegistrationOfACallbackThatIsPutBack() {
    AuthorizationCallback callback = callback();
    OAuthClients others = withoutTheRegistration(HASTY);
    try (var hanging = new Pause()) {
      faults.put("put", hanging);

      assertIsNamed("acme", away(), () -> others.finishAuthorization(callback, browser));
    }
    others.close();
  }

  private OAuthClients withoutTheRegistration(OAuthClientConfig config) {
    return node(world.authorizationCode().id("other").build(), config)
        .getInstance(OAuthClients.class);
  }

  static Stream<Arguments> maintenance() {
    return Stream.of(
        call("rowsPerKey", "keys", t -> t.maintenance.keys()),
        call("notSealedWith", "reseal", t -> t.maintenance.reseal(1)),
        call("replace", "reseal", t -> t.maintenance.reseal(1)),
        call("due", "refreshDue", t -> t.maintenance.refreshDue(Duration.ofDays(1), 1)),
        call("purge", "purge", t -> t.maintenance.purge(1)));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("maintenance")
  void exceptionOfTheStoreShouldNameAllRegistrationsWhenAnOperatorMaintainsIt(
      String step, String name, Call call) {
    clients.get("acme").finishAuthorization(callback(), browser);
    cipher.promote("key-2");
    fails(step, away());

    assertIsNamed("all registrations", away(), () -> call.accept(this));
  }

  private static void assertIsNamed(String registration, RuntimeException failure, Runnable call) {
    OAuthException thrown = catchThrowableOfType(OAuthException.class, call::run);

    assertThat(thrown).isInstanceOf(failure.getClass());
    assertThat(thrown.registration()).isEqualTo(ClientRegistrationId.of(registration));
    assertThat(thrown)
        .hasMessageStartingWith("Client registration '" + registration + "': ")
        .message()
        .doesNotContain(OF_THE_STORE.value());
  }
}
