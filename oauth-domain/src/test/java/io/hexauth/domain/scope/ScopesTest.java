// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

  private enum Music implements Scope {
    READ("playlist-read-private", "Read your private playlists"),
    WRITE("playlist-modify-public", "Change your public playlists");

    private final String value;
    private final String description;

    Music(String value, String description) {
      this.value = value;
      this.description = description;
    }

    @Override
    public String value() {
      return value;
    }

    @Override
    public String description() {
      return description;
    }
  }

  @Test
  void containsShouldTellWhetherAScopeIsInTheSet() {
    Scopes read = Scopes.of(List.of(Music.READ));

    assertThat(read.contains(Music.READ)).isTrue();
    assertThat(read.contains(Scope.of("playlist-read-private"))).isTrue();
    assertThat(read.contains(Music.WRITE)).isFalse();
    assertThat(read.contains(Scope.of("playlist-read"))).isFalse();
    assertThat(Scopes.none().contains(Music.READ)).isFalse();
  }

  @Test
  void everyCharacterOfTheGrammarShouldBeAllowedAndNoOther() {
    for (int c = 0; c < 0x180; c++) {
      boolean allowed = c == 0x21 || (c >= 0x23 && c <= 0x5B) || (c >= 0x5D && c <= 0x7E);
      String value = "a" + (char) c;
      if (allowed) {
        assertThat(Scope.of(value).value()).isEqualTo(value);
      } else {
        assertThatIllegalArgumentException().as("%x", c).isThrownBy(() -> Scope.of(value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\"", "a\\", "ä", "a\r\nb", "\uD83D\uDE00"})
  void scopesShouldBeRefusedWhenOneIsNoScopeToken(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scopes.of("ok", value))
        .withMessageContaining("RFC 6749 §3.3");
  }

  @Test
  void enumConstantsShouldBeScopesWithDescriptions() {
    assertThat(Scopes.of(EnumSet.allOf(Music.class)))
        .isEqualTo(Scopes.of("playlist-read-private", "playlist-modify-public"));
    assertThat(Music.READ.description()).isEqualTo("Read your private playlists");
    assertThat(Scope.of("x").description()).isEmpty();
  }

  @Test
  void equalityShouldIgnoreOrderAndDuplicates() {
    assertThat(Scopes.of("a", "b", "a")).isEqualTo(Scopes.of("b", "a"));
    assertThat(Scopes.of("a", "b")).hasSameHashCodeAs(Scopes.of("b", "a"));
    assertThat(Scopes.of("a")).isNotEqualTo(Scopes.of("A"));
  }

  @Test
  void valueShouldKeepTheOrderGiven() {
    assertThat(Scopes.of("b", "a").value()).isEqualTo("b a");
    assertThat(Scopes.of("b", "a").value(",")).isEqualTo("b,a");
    assertThat(Scopes.none().value()).isEmpty();
  }

  @Test
  void parseShouldSplitAtAnyWhiteSpaceAndAtTheDelimiter() {
    assertThat(Scopes.parse("  a \t b\nc ")).isEqualTo(Scopes.of("a", "b", "c"));
    assertThat(Scopes.parse("a,b, c", ",")).isEqualTo(Scopes.of("a", "b", "c"));
    assertThat(Scopes.parse("a+b", "+")).isEqualTo(Scopes.of("a", "b"));
    assertThat(Scopes.parse("")).isEqualTo(Scopes.none());
    assertThat(Scopes.parse(" ").isEmpty()).isTrue();
  }

  @Test
  void coversShouldAskForEveryScope() {
    assertThat(Scopes.of("a", "b").covers(Scopes.of("b"))).isTrue();
    assertThat(Scopes.of("a", "b").covers(Scopes.none())).isTrue();
    assertThat(Scopes.of("a").covers(Scopes.of("a", "b"))).isFalse();
    assertThat(Scopes.none().covers(Scopes.of("a"))).isFalse();
  }

  @Test
  void scopesShouldNotChangeWithTheSetTheyWereMadeFrom() {
    var given = new java.util.HashSet<>(Set.of("a"));
    var scopes = new Scopes(given);
    given.add("b");
    assertThat(scopes.values()).isEqualTo(Set.of("a"));
    assertThat(List.copyOf(Scopes.of("z", "y").values())).isEqualTo(List.of("z", "y"));
  }

  @Test
  void setsShouldBeCombined() {
    Scopes some = Scopes.of("b", "a");
    Scopes others = Scopes.of("b", "c");

    assertThat(some.union(others).value()).isEqualTo("b a c");
    assertThat(some.without(others)).isEqualTo(Scopes.of("a"));
    assertThat(some.intersection(others)).isEqualTo(Scopes.of("b"));
    assertThat(some.without(some)).isEqualTo(Scopes.none());
    assertThat(some.values()).as("unchanged").containsExactly("b", "a");
  }
}
