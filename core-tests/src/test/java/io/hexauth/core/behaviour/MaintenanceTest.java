// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.http.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maintenance of everything that is stored, as operators use it. */
class MaintenanceTest {

  private static final int USERS = 7;

  private final World world = new World();
  private final RotatingCipher cipher = new RotatingCipher();
  private final ClientRegistration registration = world.authorizationCode().build();
  private final Injector injector =
      StrictInjector.create(
          new OAuthClientModule(),
          new FeignTransportModule(),
          new InMemoryModule(),
          binder -> OAuthClientBinder.of(binder).clock(world.clock()).registration(registration));
  private final OAuthMaintenance maintenance = injector.getInstance(OAuthMaintenance.class);
  private final OAuthClient client =
      injector.getInstance(OAuthClients.class).get(registration.id());

  @AfterEach
  void close() {
    world.close();
    injector.getInstance(OAuthClients.class).close();
  }

  private static Principal user(int number) {
    return Principal.of("user-" + number);
  }

  private static OAuthToken consent(OAuthClient client, World world, Principal user) {
    var browser = UserAgentBinding.random();
    var redirect = client.startAuthorization(user, browser);
    var callback = AuthorizationCallback.parse(world.server().consent(redirect.uri(), user.name()));
    return client.finishAuthorization(callback, browser).token();
  }

  @Test
  void grantsShouldBeRefreshedAsSoonBeforeTheirEndAsIsAskedFor() {
    for (int i = 0; i < USERS; i++) {
      consent(client, world, user(i));
    }
    world.clock().advance(Duration.ofMinutes(30));

    assertThat(maintenance.refreshDue(Duration.ofMinutes(20), 100)).isZero();
    assertThat(maintenance.refreshDue(Duration.ofMinutes(40), 100)).isEqualTo(USERS);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(USERS);
    assertThat(maintenance.refreshDue(Duration.ofMinutes(40), 100)).isZero();
  }

  @Test
  void refreshDueShouldRefreshWhatOthersStoredWhenALazyInjectorOnlyMaintains() {
    Module shared = shared();
    OAuthClients others = StrictInjector.create(shared).getInstance(OAuthClients.class);
    for (int i = 0; i < USERS; i++) {
      consent(others.get(registration.id()), world, user(i));
    }
    others.close();
    world.clock().advance(Duration.ofMinutes(59));

    Injector lazy = Guice.createInjector(Stage.DEVELOPMENT, shared);
    OAuthMaintenance only = lazy.getInstance(OAuthMaintenance.class);
    assertThat(only.refreshDue(Duration.ofMinutes(5), 100)).isEqualTo(USERS);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(USERS);
    assertThat(only.refreshDue(Duration.ofMinutes(5), 100)).isZero();
    lazy.getInstance(OAuthClients.class).close();
  }

  @Test
  void processThatOnlyMaintainsShouldNotStartWhenSomethingIsNotBound() {
    Injector lazy =
        Guice.createInjector(
            new OAuthClientModule(),
            new FeignTransportModule(),
            new InMemoryModule(),
            binder -> OAuthClientBinder.of(binder).registration(world.password().build()));

    assertThatExceptionOfType(ProvisionException.class)
        .isThrownBy(() -> lazy.getInstance(OAuthMaintenance.class))
        .withMessageContaining("bindResourceOwnerCredentials");
  }

  @Test
  void dueGrantsShouldBeRefreshedThoughNoCallerAsks() {
    Set<OAuthToken> old = new HashSet<>();
    for (int i = 0; i < USERS; i++) {
      old.add(consent(client, world, user(i)));
    }
    assertThat(maintenance.refreshDue(Duration.ofMinutes(5), 100)).isZero();
    world.clock().advance(Duration.ofMinutes(59));

    assertThat(maintenance.refreshDue(Duration.ofMinutes(5), 3)).isEqualTo(3);
    assertThat(maintenance.refreshDue(Duration.ofMinutes(5), 100)).isEqualTo(USERS - 3);
    assertThat(maintenance.refreshDue(Duration.ofMinutes(5), 100)).isZero();

    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(USERS);
    for (int i = 0; i < USERS; i++) {
      assertThat(old).doesNotContain(client.session(user(i)).token());
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(USERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 500})
  void grantWhoseRefreshTokenMayHaveBeenUsedShouldBeLeftToCallers(int status) {
    OAuthToken token = consent(client, world, user(1));
    world.clock().advance(Duration.ofMinutes(59));
    world.server().token().next(Reply.of(status));
    for (int i = 0; i < 3; i++) {
      assertThat(maintenance.refreshDue(Duration.ofMinutes(5), 100)).isZero();
      world.clock().advance(Duration.ofMinutes(2));
    }
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);

    assertThat(client.session(user(1)).token()).isNotEqualTo(token);
  }

  @Test
  void documentsShouldBeSealedAgainWithThePrimaryKey() {
    Injector rotating = rotating();
    OAuthClient rotated = rotating.getInstance(OAuthClients.class).get(registration.id());
    OAuthMaintenance keys = rotating.getInstance(OAuthMaintenance.class);
    for (int i = 0; i < USERS; i++) {
      consent(rotated, world, user(i));
    }
    assertThat(keys.keys().documents()).containsOnlyKeys("key-1").containsEntry("key-1", 7L);

    cipher.promote("key-2");
    assertThat(keys.keys().node().primary()).isEqualTo("key-2");
    assertThat(keys.reseal(3)).isEqualTo(new OAuthMaintenance.Resealed(3, 0));
    assertThat(keys.keys().documents()).containsEntry("key-1", 4L).containsEntry("key-2", 3L);
    assertThat(keys.reseal(100)).isEqualTo(new OAuthMaintenance.Resealed(4, 0));
    assertThat(keys.reseal(100)).isEqualTo(new OAuthMaintenance.Resealed(0, 0));

    cipher.destroy("key-1");
    world.clock().advance(Duration.ofHours(2));
    for (int i = 0; i < USERS; i++) {
      assertThat(rotated.session(user(i)).token()).isNotNull();
    }
    rotating.getInstance(OAuthClients.class).close();
  }

  @Test
  void documentsWhoseKeyIsMissingShouldBeLeftAlone() {
    Injector rotating = rotating();
    OAuthClient rotated = rotating.getInstance(OAuthClients.class).get(registration.id());
    consent(rotated, world, user(1));
    cipher.promote("key-2");
    cipher.destroy("key-1");

    OAuthMaintenance keys = rotating.getInstance(OAuthMaintenance.class);
    assertThat(keys.reseal(10)).isEqualTo(new OAuthMaintenance.Resealed(0, 1));
    assertThat(keys.keys().documents()).containsOnlyKeys("key-1");
    rotating.getInstance(OAuthClients.class).close();
  }

  private Injector rotating() {
    return StrictInjector.create(shared());
  }

  /** Modules of an application: all its injectors share the stores and the cipher. */
  private Module shared() {
    Injector memory =
        StrictInjector.create(
            new InMemoryModule(),
            binder -> binder.bind(OAuthClock.class).toInstance(world.clock()));
    TokenStore store = memory.getInstance(TokenStore.class);
    return binder -> {
      binder.install(new OAuthClientModule());
      binder.install(new FeignTransportModule());
      binder.bind(TokenStore.class).toInstance(store);
      binder
          .bind(TokenStoreMaintenance.class)
          .toInstance(memory.getInstance(TokenStoreMaintenance.class));
      binder
          .bind(PendingAuthorizationStore.class)
          .toInstance(memory.getInstance(PendingAuthorizationStore.class));
      binder.bind(TokenCipher.class).toInstance(cipher);
      OAuthClientBinder.of(binder).clock(world.clock()).registration(registration);
    };
  }

  @Test
  void storeWithoutMaintenanceShouldSaySo() {
    Injector memory =
        StrictInjector.create(
            new InMemoryModule(),
            binder -> binder.bind(OAuthClock.class).toInstance(world.clock()));
    Injector plain =
        StrictInjector.create(
            new OAuthClientModule(),
            new FeignTransportModule(),
            binder -> {
              binder.bind(TokenStore.class).toInstance(memory.getInstance(TokenStore.class));
              binder
                  .bind(PendingAuthorizationStore.class)
                  .toInstance(memory.getInstance(PendingAuthorizationStore.class));
              binder.bind(TokenCipher.class).toInstance(cipher);
              OAuthClientBinder.of(binder).registration(registration);
            });
    OAuthMaintenance none = plain.getInstance(OAuthMaintenance.class);
    assertThatIllegalStateException()
        .isThrownBy(none::keys)
        .withMessageContaining("TokenStoreMaintenance");
    assertThatIllegalArgumentException().isThrownBy(() -> none.reseal(0));
  }
}
