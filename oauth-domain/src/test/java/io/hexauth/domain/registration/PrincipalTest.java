// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PrincipalTest {

  @Test
  void principalShouldBeRefusedWithoutAName() {
    assertThatIllegalArgumentException().isThrownBy(() -> Principal.of(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Principal("", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Principal("tenant", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Principal("", "alice", true));
    assertThatIllegalArgumentException().isThrownBy(() -> new Principal("tenant", "", true));
  }

  @Test
  void clientItselfShouldBeNoUser() {
    assertThat(Principal.self().isSelf()).isTrue();
    assertThat(Principal.self()).isEqualTo(new Principal("", "", true));
    assertThat(Principal.of("alice").isSelf()).isFalse();
    assertThat(new Principal("", "alice")).isEqualTo(Principal.of("alice"));
  }
}
