// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StartRunTest {

  @Test
  void everyApplicationShouldStartAndThoseWithAClientShouldGetAToken() throws Exception {
    StartRun run = StartRun.of(3, 1);

    assertThat(run.starts()).containsOnlyKeys(Wiring.values());
    for (Wiring wiring : Wiring.values()) {
      assertThat(run.starts().get(wiring)).hasSize(1);
      assertThat(run.wiring(wiring)).isPositive();
    }
    assertThat(run.token(Wiring.HEXAUTH)).isPositive();
    assertThat(run.token(Wiring.SPRING)).isPositive();
    assertThat(run.token(Wiring.GUICE)).isZero();
  }

  @Test
  void guiceAloneShouldHaveAsManyBindings() {
    int hexauth = new HexauthStart(4, "http://127.0.0.1:1").wire();

    assertThat(hexauth).isGreaterThan(2 * 4);
    assertThat(new GuiceStart(hexauth).wire()).isEqualTo(hexauth);
  }
}
