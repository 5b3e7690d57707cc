// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.InMemoryTokenStoreModule;
import io.hexauth.core.InProcessCipherModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pending authorization of a later version, whose callback arrives at this node. */
class PendingFormatTest {

  private static final String PURPOSE = "hexauth/pending/v1";

  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder().client("app", "s3cret").start();
  private final TokenCipher cipher =
      StrictInjector.create(new InProcessCipherModule()).getInstance(TokenCipher.class);
  private final Stored stored = new Stored();
  private final OAuthClients clients =
      StrictInjector.create(
              new OAuthClientModule(),
              new FeignTransportModule(),
              new InMemoryTokenStoreModule(),
              binder -> {
                binder.bind(PendingAuthorizationStore.class).toInstance(stored);
                binder.bind(TokenCipher.class).toInstance(cipher);
                OAuthClientBinder.of(binder).registration(registration());
              })
          .getInstance(OAuthClients.class);

  @AfterEach
  void close() {
    server.close();
    clients.close();
  }

  private ClientRegistration registration() {
    return ClientRegistration.builder("acme")
        .authorizationCode()
        .clientSecretBasic("app", () -> "s3cret")
        .authorizationEndpoint(server.authorizationEndpoint().toString())
        .tokenEndpoint(server.tokenEndpoint().toString())
        .redirectUri("https://app.example/callback")
        .allowPlainHttpOnLoopback()
        .build();
  }

  @ParameterizedTest(name = "format {0} with {1}: {2}")
  @CsvSource({
    "1, nonce,     true,  ''",
    "2, nonce,     true,  ''",
    "2, proof_key, false, only a later version can use it",
    "3, nonce,     false, this version does not know the format"
  })
  void callbackShouldBeFinishedUnlessItTakesALaterVersion(
      int format, String member, boolean finished, String problem) {
    OAuthClient client = clients.get("acme");
    var browser = UserAgentBinding.random();
    URI consent = client.startAuthorization(Principal.of("alice"), browser).uri();
    stored.rewrite(
        new GrantSealer(cipher, OAuthClientConfig.defaults().namespace(), registration().id()),
        format,
        member);
    var callback = AuthorizationCallback.parse(server.consent(consent, "alice"));

    if (finished) {
      assertThat(client.finishAuthorization(callback, browser).token()).isNotNull();
    } else {
      assertThatExceptionOfType(UnreadableRecordException.class)
          .isThrownBy(() -> client.finishAuthorization(callback, browser))
          .withMessageContaining(problem)
          .matches(e -> e.format() == format);
      assertThat(server.ledger().tokenRequests()).isZero();
      assertThat(stored.all).as("kept for a node with a later version").hasSize(1);
    }
  }

  /** Store that writes pending authorizations in the format of another version. */
  private static final class Stored implements PendingAuthorizationStore {

    private final Map<GrantKey, Envelope> all = new ConcurrentHashMap<>();

    void rewrite(GrantSealer sealer, int format, String member) {
      assertThat(all).hasSize(1);
      all.replaceAll(
          (key, envelope) -> {
            byte[] plain = sealer.openFor(PURPOSE, key.value(), envelope).orElseThrow();
            String more =
                new String(plain, StandardCharsets.UTF_8)
                    .replaceFirst("\\{", "{\"" + member + "\":\"x\",");
            return sealer.sealFor(
                PURPOSE, key.value(), format, more.getBytes(StandardCharsets.UTF_8));
          });
    }

    @Override
    public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
      return all.putIfAbsent(key, pending) == null;
    }

    @Override
    public Optional<Envelope> take(GrantKey key) {
      return Optional.ofNullable(all.remove(key));
    }
  }
}
