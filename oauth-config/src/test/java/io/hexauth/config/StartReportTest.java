// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.UnencryptedModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The start report, which operators read. */
class StartReportTest {

  private static final String SECRET = "do-not-report-me";

  /** Transport of the application. */
  static final class NoTransport implements OAuthTransport {
    @Inject
    NoTransport() {}

    @Override
    public TransportResult send(TransportRequest request) {
      throw new AssertionError("A report sends nothing");
    }
  }

  private static ClientRegistration.Builder at(String id) {
    return ClientRegistration.builder(id)
        .clientSecretBasic("shop", () -> SECRET)
        .tokenEndpoint("https://login.example/token");
  }

  private static Module wiring(Module... more) {
    return Modules.combine(
        Modules.combine(more),
        new OAuthClientModule(),
        new StartReportModule(),
        binder -> binder.bind(OAuthTransport.class).to(NoTransport.class),
        binder -> binder.bind(NoTransport.class));
  }

  private static String report(Module... modules) {
    try (LogCapture log = LogCapture.start()) {
      StrictInjector.create(wiring(modules));
      await().until(() -> log.text().contains("insecure choices"));
      return log.lines().stream().filter(line -> line.contains("Hexauth has")).toList().toString();
    }
  }

  @Test
  void reportShouldListRegistrationsPartsAndInsecureChoices() {
    String report =
        report(
            new InMemoryModule(),
            binder ->
                OAuthClientBinder.of(binder)
                    .registration(
                        at("web")
                            .authorizationCode()
                            .issuer("https://login.example")
                            .authorizationEndpoint("https://login.example/authorize")
                            .redirectUri("https://shop.example/callback")
                            .allowSharedRedirectUri()
                            .allowPrivateEndpoints("https://login.internal")
                            .withoutPkce()
                            .build())
                    .registration(
                        at("batch")
                            .clientCredentials()
                            .scopes("read")
                            .allowPlainHttpOnLoopback()
                            .allowPlainHttp("keycloak", "db")
                            .build())
                    .registration(at("legacy").password().build())
                    .bindResourceOwnerCredentials("legacy")
                    .toInstance(StartReportTest::owner));

    assertThat(report)
        .contains(
            """
            Hexauth has started; client registrations: 3
              'batch': client_credentials as client 'shop' (client_secret_basic) at https://login.example:443, scopes read
              'legacy': password as client 'shop' (client_secret_basic) at https://login.example:443
              'web': authorization_code as client 'shop' (client_secret_basic) at https://login.example
              token store: InMemoryTokenStore
              store of pending authorizations: InMemoryPendingAuthorizationStore
              cipher: InProcessCipher, seals with key in-process
              transport: NoTransport
              insecure choices:
                'batch': plain HTTP to loopback (allowPlainHttpOnLoopback)
                'batch': plain HTTP to db, keycloak (allowPlainHttp)
                'legacy': the password grant, which RFC 9700 advises against
                'web': callbacks can be confused with those of another server (allowSharedRedirectUri)
                'web': discovered endpoints may be in a private network (allowPrivateEndpoints)
                'web': no PKCE (withoutPkce)
                tokens are in the memory of this process only: a restart loses them
                pending authorizations are in the memory of this process only: other nodes cannot finish them\
            """)
        .contains("INFO")
        .doesNotContain(SECRET);
  }

  private static Optional<ResourceOwner> owner(Principal principal) {
    return Optional.of(new ResourceOwner(principal.name(), SECRET));
  }

  /** {@return stores that are not in memory, as far as the report knows} */
  private static Module stores() {
    return binder -> {
      binder.bind(TokenStore.class).toInstance(unused(TokenStore.class));
      binder
          .bind(PendingAuthorizationStore.class)
          .toInstance(unused(PendingAuthorizationStore.class));
    };
  }

  private static <T> T unused(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              throw new AssertionError("A report asks no store");
            }));
  }

  @Test
  void reportShouldSayThatTokensAreStoredUnencrypted() {
    assertThat(report(stores(), new UnencryptedModule()))
        .contains("cipher: UnencryptedCipher")
        .contains("tokens are stored unencrypted: every reader of the store can read them")
        .doesNotContain("memory of this process");
  }

  @Test
  void reportShouldSayThatThereIsNoInsecureChoice() {
    assertThat(report(stores(), new io.hexauth.core.InProcessCipherModule()))
        .contains("client registrations: 0")
        .contains("insecure choices: none");
  }

  @Test
  void reportShouldBeWrittenOnceForEachInjector() {
    try (LogCapture log = LogCapture.start()) {
      var injector =
          StrictInjector.create(
              wiring(new InMemoryModule(), new StartReportModule(), new StartReportModule()));
      await().until(() -> log.text().contains("insecure choices"));
      injector.getInstance(TokenStore.class);
      StrictInjector.create(wiring(new InMemoryModule()));
      await().until(() -> reports(log).size() > 1);

      assertThat(reports(log)).hasSize(2);
    }
  }

  @Test
  void moduleShouldBeHarmlessWhenInstalledTwice() {
    assertThat(new StartReportModule())
        .isEqualTo(new StartReportModule())
        .hasSameHashCodeAs(new StartReportModule())
        .isNotEqualTo(new InMemoryModule());
  }

  private static List<String> reports(LogCapture log) {
    return log.lines().stream().filter(line -> line.contains("Hexauth has started")).toList();
  }
}
