// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CodeVerifierTest {

  @DisplayName("A33: S256 as in RFC 7636 appendix B")
  @Test
  void challengeShouldBeTheOneOfTheRfc() {
    assertThat(new CodeVerifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(CodeVerifier.CHALLENGE_METHOD).isEqualTo("S256");
  }

  @DisplayName("A32: 1e5 verifiers: all different, unreserved characters, every bit in use")
  @Test
  void verifiersShouldBeUniqueAndUnreserved() {
    var random = new SecureRandom();
    var seen = new HashSet<String>();
    int count = 100_000;
    int[] ones = new int[256];
    for (int i = 0; i < count; i++) {
      String value = CodeVerifier.random(random).value();
      assertThat(value.length()).isEqualTo(43);
      seen.add(value);
      byte[] bytes = Base64.getUrlDecoder().decode(value);
      for (int bit = 0; bit < 256; bit++) {
        ones[bit] += bytes[bit / 8] >> (bit % 8) & 1;
      }
    }
    assertThat(seen).hasSize(count).allMatch(v -> v.matches("[A-Za-z0-9._~-]{43}"));
    // Limit of ten standard deviations: the test fails once in 1e21 runs, or if a bit is constant.
    for (int n : ones) {
      assertThat(n).isBetween(count / 2 - 1600, count / 2 + 1600);
    }
  }

  @DisplayName("A32: 43 to 128 unreserved characters")
  @Test
  void verifierShouldBeRefusedWhenItBreaksTheGrammar() {
    assertThat(new CodeVerifier("a".repeat(128)).value()).hasSize(128);
    for (String bad :
        List.of("a".repeat(42), "a".repeat(129), "a".repeat(42) + "+", "a".repeat(42) + "ä", "")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new CodeVerifier(bad));
    }
  }
}
