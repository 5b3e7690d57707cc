// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class FeignTransportConfigTest {

  @Test
  void defaultsShouldBeThese() {
    assertThat(FeignTransportConfig.defaults())
        .isEqualTo(new FeignTransportConfig(Duration.ofSeconds(5), Optional.empty()));
  }

  @Test
  void copyShouldChangeOneThing() throws NoSuchAlgorithmException {
    SSLContext context = SSLContext.getDefault();
    assertThat(
            FeignTransportConfig.defaults()
                .withConnectTimeout(Duration.ofMillis(250))
                .withSslContext(context))
        .isEqualTo(new FeignTransportConfig(Duration.ofMillis(250), Optional.of(context)));
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
}
