// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of a Redis that are grants, among keys of other applications. */
class KeysTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  private final Keys grants = Keys.ofGrants("shop:");

  @Test
  void aGrantShouldBeFoundUnderItsNameOnly() {
    var key = new GrantKey(HASH);
    assertThat(new String(grants.of(key), StandardCharsets.UTF_8))
        .isEqualTo("shop:grant:{" + HASH + "}");
    assertThat(grants.parse(grants.of(key))).contains(key);
    assertThat(grants.all()).isEqualTo("shop:grant:{*");
    assertThat(new String(Keys.ofPending("shop:").of(key), StandardCharsets.UTF_8))
        .isEqualTo("shop:pending:{" + HASH + "}");
  }

  /** A hyphen stands for 63 digits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop:grant:{",
        "shop:grant:{}",
        "shop:grant:{-}",
        "shop:grant:{-0",
        "shop:grant:{-0}}",
        "shop:grant:{-00}",
        "shop:grant:{-0)",
        "shop:grant:{-G}",
        "shop:grant:{-A}",
        "shop:grant:{-ä}",
        "shop:grant:[-0}",
        "Shop:grant:{-0}",
        "shop:pending:{-0}",
        "shop2:grant:{-0}",
        "hop:grant:{-0}"
      })
  void whatOthersKeepShouldNotBeAGrant(String name) {
    String whole = name.replace("-", HASH.substring(1));
    assertThat(grants.parse(whole.getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(grants.parse(whole.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
  }
}
