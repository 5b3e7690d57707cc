// SPDX-License-Identifier: Apache-2.0

import com.google.inject.Guice;
import io.hexauth.config.StartReportModule;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.http.jdk.OAuthHttpClient;
import io.hexauth.metrics.micrometer.MicrometerMetricsModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.store.jdbc.JdbcStoreModule;
import io.hexauth.store.redis.RedisStoreModule;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.util.List;

/** Application that uses a type of every artifact: it compiles, loads and starts only if the staged artifacts are complete. */
class Application {

  private static final List<Class<?>> EVERY_ARTIFACT =
      List.of(
          ClientRegistration.class,
          FakeAuthorizationServer.class,
          FeignTransportModule.class,
          JdbcStoreModule.class,
          MicrometerMetricsModule.class,
          OAuthClientModule.class,
          OAuthClients.class,
          OAuthHttpClient.class,
          RedisStoreModule.class,
          StartReportModule.class,
          TinkTokenCipherModule.class);

  public static void main(String[] args) {
    var billing =
        ClientRegistration.builder("billing")
            .discover("https://login.example")
            .clientCredentials()
            .clientSecretBasic("billing-service", () -> "secret")
            .scopes("read")
            .build();
    var clients =
        Guice.createInjector(
                new OAuthClientModule(),
                new FeignTransportModule(),
                new InMemoryModule(),
                binder -> OAuthClientBinder.of(binder).registration(billing))
            .getInstance(OAuthClients.class);
    long jars =
        EVERY_ARTIFACT.stream()
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .distinct()
            .count();
    System.out.println(clients.get("billing") + " is wired, with types of " + jars + " artifacts");
    System.exit(jars == EVERY_ARTIFACT.size() ? 0 : 1);
  }
}
