// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.registration.Principal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeLimitsTest {

  private static final SizeLimits LIMITS = SizeLimits.defaults();

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 1",
    "1, 0, 1, 1, 1",
    "1, 1, -1, 1, 1",
    "1, 1, 1, -1, 1",
    "1, 1, 1, 1, 0"
  })
  void limitsShouldBeRefusedWhenOneAllowsNothing(
      int principal, int token, int additional, int values, int tokens) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SizeLimits(principal, token, additional, values, tokens, Integer.MAX_VALUE));
  }

  @Test
  void documentShouldHaveRoomForOneLargestTokenOfEachKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LIMITS.withDocument(5 * LIMITS.token(), 16))
        .withMessageContaining("document must be at least");
    SizeLimits wider = LIMITS.withToken(1024 * 1024).withAdditional(1024, 10).withPrincipal(10);
    assertThat(wider.document()).isGreaterThan(5 * 1024 * 1024);
    assertThat(wider.token()).isEqualTo(1024 * 1024);
    assertThat(wider.additional()).isEqualTo(1024);
    assertThat(wider.additionalValues()).isEqualTo(10);
    assertThat(wider.principal()).isEqualTo(10);
    assertThat(wider.tokens()).isEqualTo(16);
    assertThat(LIMITS.withDocument(600 * 1024, 3).tokens()).isEqualTo(3);
  }

  @Test
  void principalShouldBeMeasuredInBytes() {
    assertThat(LIMITS.problemOf(Principal.of("x".repeat(1024)))).isEmpty();
    assertThat(LIMITS.problemOf(Principal.of("x".repeat(1025)))).isPresent();
    assertThat(LIMITS.problemOf(Principal.of("€".repeat(342)))).isPresent();
    assertThat(LIMITS.problemOf(new Principal("x".repeat(1000), "y".repeat(24)))).isEmpty();
  }

  @Test
  void jsonShouldBeAsLargeAsItIsWritten() {
    assertThat(JsonSize.of("aä€\"\\\n")).isEqualTo(2 + 1 + 2 + 3 + 2 + 2 + 6);
    var members = new LinkedHashMap<String, Object>();
    members.put("n", new BigDecimal("12.50"));
    members.put("l", Arrays.asList(1, null, "a"));
    JsonSize size = JsonSize.of(members, 1000, 1000);
    assertThat(size.values()).isEqualTo(6);
    assertThat(size.bytes()).isGreaterThanOrEqualTo("{\"n\":12.50,\"l\":[1,null,\"a\"]}".length());
  }

  @Test
  void countingShouldEndWhenAValueContainsItselfOrIsDeep() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    assertThat(JsonSize.of(endless, Long.MAX_VALUE, 100).values()).isEqualTo(101);
    assertThat(LIMITS.allowAdditional(Map.of("more", endless))).isFalse();
  }
}
