// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A warning at start names each host that may receive secrets unencrypted. */
class PlainHttpWarningTest {

  private static ClientRegistration allowing(String id, String... hosts) {
    return Parts.registration(id, id + ".example").toBuilder().allowPlainHttp(hosts).build();
  }

  @Test
  void everyHostShouldBeNamedOnceHoweverManyRegistrationsAllowIt() {
    assertThat(
            warnings(
                allowing("one", "keycloak", "*.svc.cluster.local"),
                allowing("two", "keycloak"),
                allowing("three")))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("WARN", "*.svc.cluster.local", "'one'"),
            line -> assertThat(line).contains("WARN", "host keycloak ", "'one', 'two'"));
  }

  @Test
  void nothingShouldBeSaidWhereNoHostIsAllowed() {
    assertThat(warnings(allowing("one"))).isEmpty();
  }

  private static List<String> warnings(ClientRegistration... registrations) {
    try (LogCapture log = LogCapture.start()) {
      StrictInjector.create(
              new OAuthClientModule(),
              new InMemoryModule(),
              new FeignTransportModule(),
              Parts.registrations(registrations))
          .getInstance(OAuthClients.class)
          .close();
      return log.lines().stream().filter(line -> line.contains("unencrypted")).toList();
    }
  }
}
