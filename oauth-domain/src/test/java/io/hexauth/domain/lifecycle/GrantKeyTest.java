// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.authorization.State;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GrantKeyTest {

  /** Stores find grants by their keys: a change of the hash would lose every stored grant. */
  private static final String GOLDEN =
      "7d1d86a475a348747e9c44347047840e29418316fb28dc1224b3891a9bc39e3d";

  private static GrantKey key(String namespace, String tenant, String registration, String name) {
    return GrantKey.of(
        namespace, ClientRegistrationId.of(registration), new Principal(tenant, name));
  }

  @DisplayName("B29, B31, I5: hostile principals never share a key")
  @Test
  void keysShouldDifferWhereverTheNamesDo() {
    var names =
        List.of(
            "",
            "a",
            "a:b",
            "a:",
            ":a",
            "b",
            "1:a",
            "0:",
            "5:grant",
            "Bob",
            "bob",
            "bob ",
            " bob",
            "b\u03BFb",
            "bob\0",
            "\0",
            "\0\0",
            "a\r\nb",
            "*",
            "{}",
            "{a}",
            "'; drop table x --",
            "é",
            Normalizer.normalize("é", Normalizer.Form.NFD),
            "\uD83D\uDE00",
            "\uD83D",
            "\uDE00",
            "\uD800",
            "\uDC00",
            "?",
            "\uFFFD",
            "\u200Bbob",
            "ß",
            "ss",
            "İ",
            "i",
            "x".repeat(64 * 1024),
            "x".repeat(64 * 1024 + 1));
    var keys = new HashMap<GrantKey, String>();
    for (String tenant : names) {
      for (String name : names.subList(1, names.size())) {
        String clash = keys.put(key("app", tenant, "shop", name), tenant + "|" + name);
        assertThat(clash).as(tenant.length() + "|" + name.length()).isNull();
      }
    }
    assertThat(keys).hasSize(names.size() * (names.size() - 1));
  }

  @DisplayName("B29: no part can pose as another")
  @Test
  void keysShouldDifferWhereverTheBoundariesDo() {
    var keys = new ArrayList<GrantKey>();
    for (String joined : List.of("a:b:c:d", "aaaa", "1:a1:b1:c")) {
      for (int i = 1; i < joined.length(); i++) {
        for (int j = i + 1; j < joined.length(); j++) {
          for (int k = j + 1; k < joined.length(); k++) {
            keys.add(
                key(
                    joined.substring(0, i),
                    joined.substring(i, j),
                    joined.substring(j, k),
                    joined.substring(k)));
          }
        }
      }
    }
    assertThat(new HashSet<>(keys)).hasSameSizeAs(keys);
    assertThat(key("a:b", "", "c", "d")).isNotEqualTo(key("a", "", "b:c", "d"));
    assertThat(key("n", "", "c", "a:b")).isNotEqualTo(key("n", "", "b:c", "a"));
    assertThat(key("n", "t", "c", "a")).isNotEqualTo(key("n", "", "c", "ta"));
  }

  @DisplayName("B02: any one component makes another key")
  @Test
  void randomNamesShouldNotCollide() {
    var random = new Random(20261120);
    var inputs = new HashSet<List<String>>();
    var keys = new HashSet<GrantKey>();
    for (int i = 0; i < 20_000; i++) {
      var parts = List.of(text(random), text(random), "r" + text(random), "p" + text(random));
      if (inputs.add(parts)) {
        keys.add(key(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
      }
    }
    assertThat(keys).hasSameSizeAs(inputs);
  }

  private static String text(Random random) {
    String alphabet = "ab:1\uD800\uDC00?é";
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void keyShouldBeTheSameForTheSameNamesAlways() {
    assertThat(key("app", "t", "shop", "alice"))
        .isEqualTo(key("app", "t", "shop", "alice"))
        .hasToString(GOLDEN);
  }

  @Test
  void keyShouldNotShowWhomItNames() {
    assertThat(key("app", "", "shop", "alice@example.org").value()).matches("[0-9a-f]{64}");
    assertThat(GrantKey.of("app", ClientRegistrationId.of("shop"), Principal.self()))
        .isNotEqualTo(GrantKey.of("app", ClientRegistrationId.of("shop"), Principal.of("self")));
  }

  @DisplayName("B14: a pending authorization never has the key of a grant")
  @Test
  void pendingKeysShouldBeOfAnotherKind() {
    var shop = ClientRegistrationId.of("shop");
    var keys = new HashSet<GrantKey>();
    keys.add(GrantKey.ofPending("app", new State("s"), "browser"));
    keys.add(GrantKey.ofPending("app", new State("S"), "browser"));
    keys.add(GrantKey.ofPending("app", new State("s"), "another"));
    keys.add(GrantKey.ofPending("apps", new State("s"), "browser"));
    keys.add(GrantKey.ofPending("app", new State("sb"), "rowser"));
    keys.add(GrantKey.of("app", shop, new Principal("", "s")));
    keys.add(GrantKey.of("app", ClientRegistrationId.of("s"), new Principal("shop", "grant")));
    assertThat(keys).hasSize(7);
  }

  @Test
  void valueShouldBeRefusedWhenItIsNoHash() {
    for (String bad : List.of("", "a".repeat(63), "a".repeat(65), "A".repeat(64), "g".repeat(64))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new GrantKey(bad));
    }
  }

  @Test
  void grantIdsShouldBeUniqueAndOrderedByTime() {
    var random = new SecureRandom();
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    var seen = new HashSet<GrantId>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(GrantId.random(now, random));
    }
    assertThat(seen).hasSize(10_000).allMatch(id -> id.value().matches("[0-9a-f]{32}"));
    assertThat(GrantId.random(now.plusMillis(1), random).value())
        .isGreaterThan(GrantId.random(now, random).value());
    for (String bad : List.of("", "x".repeat(32), "0".repeat(31))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new GrantId(bad));
    }
  }
}
