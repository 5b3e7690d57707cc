// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Injector;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.RevisedRegistration;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cached answers of the application's database, at most three. */
class ServedEnginesTest {

  private static final long STALENESS = Duration.ofSeconds(30).toNanos();

  private final VirtualClock clock = VirtualClock.create();
  private final TaskPools pools = Pools.of(OAuthClientConfig.defaults(), clock);
  private final GrantEngine engine = engine();
  private final List<String> asked = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final ServedEngines served =
      new ServedEngines(
          Optional.of(this::find), List.of(), pools.registrations(), clock, STALENESS, 3);

  private static ClientRegistration registration(String id) {
    return ClientRegistration.builder(id)
        .clientCredentials()
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("app", () -> "secret")
        .build();
  }

  private Optional<RevisedRegistration> find(ClientRegistrationId id) {
    asked.add(id.value());
    return id.value().startsWith("absent")
        ? Optional.empty()
        : Optional.of(RevisedRegistration.of(registration(id.value()), "1"));
  }

  private GrantEngine engine() {
    Injector memory =
        StrictInjector.create(
            new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock));
    return Engines.of(
        registration("acme"),
        binder -> {
          binder.bind(TokenStore.class).toInstance(memory.getInstance(TokenStore.class));
          binder
              .bind(PendingAuthorizationStore.class)
              .toInstance(memory.getInstance(PendingAuthorizationStore.class));
          binder.bind(TokenCipher.class).toInstance(memory.getInstance(TokenCipher.class));
          binder
              .bind(OAuthTransport.class)
              .toInstance(
                  request ->
                      new TransportResult.NotSent(TransportResult.Failure.CONNECT, "refused"));
          binder.bind(OAuthClock.class).toInstance(clock);
          binder.bind(OAuthClientConfig.class).toInstance(OAuthClientConfig.defaults());
          binder.bind(RandomSource.class).toInstance(new RandomSource(new SecureRandom()));
          binder.bind(TaskPools.class).toInstance(pools);
        });
  }

  private Optional<GrantEngine> find(String id) {
    clock.advance(Duration.ofMillis(1));
    return served.find(ClientRegistrationId.of(id), registration -> engine);
  }

  @AfterEach
  void close() {
    pools.close();
  }

  @Test
  void answerThatWasAskedForLongestAgoShouldLeaveWhenThereAreTooMany() {
    served.whenDropped(id -> dropped.add(id.value()));
    List.of("a", "b", "c").forEach(id -> assertThat(find(id)).contains(engine));
    assertThat(dropped).isEmpty();

    assertThat(find("d")).contains(engine);
    assertThat(dropped).containsExactly("a");

    List.of("b", "c", "d").forEach(id -> assertThat(find(id)).contains(engine));
    assertThat(asked).containsExactly("a", "b", "c", "d");
    assertThat(find("a")).contains(engine);
    assertThat(asked).endsWith("a");
  }

  @Test
  void negativeAnswersShouldLeaveBeforeTheOthers() {
    assertThat(find("a")).contains(engine);
    for (int i = 0; i < 20; i++) {
      assertThat(find("absent" + i)).isEmpty();
      assertThat(find("absent" + i)).isEmpty();
    }
    assertThat(asked).hasSize(21);

    assertThat(find("a")).contains(engine);
    assertThat(asked).as("still known").hasSize(21);
    assertThat(find("absent0")).isEmpty();
    assertThat(asked).as("forgotten meanwhile").hasSize(22);
  }
}
