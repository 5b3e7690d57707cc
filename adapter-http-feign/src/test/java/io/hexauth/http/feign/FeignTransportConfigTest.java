// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.http.feign.FeignTransportConfig.ForwardProxy;
import io.hexauth.http.feign.FeignTransportConfig.ProxyCredentials;
import io.hexauth.testkit.http.Certificates;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeignTransportConfigTest {

  @Test
  void defaultsShouldBeThese() {
    assertThat(FeignTransportConfig.defaults())
        .isEqualTo(
            new FeignTransportConfig(
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false));
  }

  @Test
  void copyShouldChangeOneThing() throws NoSuchAlgorithmException {
    SSLContext context = SSLContext.getDefault();
    X509TrustManager trust = Certificates.good().trustManager();
    Supplier<ProxyCredentials> credentials = () -> ProxyCredentials.of("a", "b");
    FeignTransportConfig all =
        FeignTransportConfig.defaults()
            .withConnectTimeout(Duration.ofMillis(7))
            .withSslContext(context)
            .withTrustManager(trust)
            .withProxy("proxy.example", 3128)
            .withProxyEnforcesReach(true);
    FeignTransportConfig other = all.withProxy("other.example", 65_535, credentials);

    assertThat(all)
        .isEqualTo(
            new FeignTransportConfig(
                Duration.ofMillis(7),
                Optional.of(context),
                Optional.of(trust),
                Optional.of(new ForwardProxy("proxy.example", 3128, Optional.empty())),
                true));
    assertThat(other.proxy())
        .contains(new ForwardProxy("other.example", 65_535, Optional.of(credentials)));
    assertThat(other.withProxy("proxy.example", 3128)).isEqualTo(all);
  }

  @Test
  void connectTimeoutShouldBeFromAMillisecondToAnHour() {
    FeignTransportConfig config = FeignTransportConfig.defaults();
    for (Duration bad :
        new Duration[] {
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofSeconds(-1),
          Duration.ofMillis(1).minusNanos(1),
          Duration.ofHours(1).plusNanos(1),
          Duration.ofMinutes(61),
          Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> config.withConnectTimeout(bad));
    }
    assertThat(config.withConnectTimeout(Duration.ofMillis(1)).connectTimeout().toMillis())
        .isEqualTo(1);
    assertThat(config.withConnectTimeout(Duration.ofHours(1)).connectTimeout().toHours())
        .isEqualTo(1);
  }

  @Test
  void proxyShouldBeAHostAndAPort() {
    FeignTransportConfig config = FeignTransportConfig.defaults().withProxy("proxy.example", 3128);
    assertThat(config.proxy()).contains(new ForwardProxy("proxy.example", 3128, Optional.empty()));
    assertThat(config.withConnectTimeout(Duration.ofSeconds(1)).proxy()).isEqualTo(config.proxy());
    for (String bad :
        new String[] {"", " ", "http://proxy", "proxy:1", "u@proxy", "::1", "a\r\nX: y", "pröxy"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> config.withProxy(bad, 3128));
    }
    for (int bad : new int[] {-1, 0, 65_536}) {
      assertThatIllegalArgumentException().isThrownBy(() -> config.withProxy("proxy", bad));
    }
    assertThat(config.withProxy("[::1]", 1).proxy().orElseThrow().host()).isEqualTo("[::1]");
  }

  @Test
  void proxyCredentialsShouldBeBasicAndNotShown() {
    ProxyCredentials credentials = ProxyCredentials.of("Aladdin", "open sesame");
    assertThat(credentials.authorization()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(credentials).hasToString("ProxyCredentials[redacted]");
    assertThat(ProxyCredentials.of("ü", "a:b").authorization()).isEqualTo("Basic w7w6YTpi");
    for (String bad : new String[] {"a:b", ":", "a\nb", "\0", "\u007f", "\u0085"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ProxyCredentials.of(bad, "x"))
          .withMessageNotContaining(bad);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> ProxyCredentials.of("a", "b\rc"));
  }

  /** Basic uses the alphabet of RFC 4648 §4, with plus and slash, and not the one for URLs. */
  @ParameterizedTest
  @CsvSource({">>>, YWI6Pj4+", "~~~, YWI6fn5+", "???, YWI6Pz8/", "\uff3f, YWI677y/"})
  void proxyCredentialsShouldHaveTheAlphabetOfBasic(String password, String encoded) {
    assertThat(ProxyCredentials.of("ab", password).authorization()).isEqualTo("Basic " + encoded);
  }
}
