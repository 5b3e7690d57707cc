// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.http.feign.FeignTransportConfig.ForwardProxy;
import io.hexauth.http.feign.FeignTransportConfig.ProxyCredentials;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class FeignTransportConfigTest {

  @Test
  void defaultsShouldBeThese() {
    assertThat(FeignTransportConfig.defaults())
        .isEqualTo(
            new FeignTransportConfig(Duration.ofSeconds(5), Optional.empty(), Optional.empty()));
  }

  @Test
  void copyShouldChangeOneThing() throws NoSuchAlgorithmException {
    SSLContext context = SSLContext.getDefault();
    assertThat(
            FeignTransportConfig.defaults()
                .withConnectTimeout(Duration.ofMillis(250))
                .withSslContext(context))
        .isEqualTo(
            new FeignTransportConfig(
                Duration.ofMillis(250), Optional.of(context), Optional.empty()));
  }

  @Test
  void connectTimeoutShouldBeFromAMillisecondToAnHour() {
    FeignTransportConfig config = FeignTransportConfig.defaults();
    for (Duration bad :
        new Duration[] {
          Duration.ZERO,
          Duration.ofNanos(1),
          Duration.ofSeconds(-1),
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
    for (String bad : new String[] {"a:b", "a\nb", "\0"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ProxyCredentials.of(bad, "x"))
          .withMessageNotContaining(bad);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> ProxyCredentials.of("a", "b\rc"));
  }
}
