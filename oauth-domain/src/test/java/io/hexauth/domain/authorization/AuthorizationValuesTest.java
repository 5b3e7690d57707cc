// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuthorizationValuesTest {

  @DisplayName("A18: states are random and never the same")
  @Test
  void statesShouldBeUnique() {
    var random = new SecureRandom();
    var seen = new HashSet<State>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(State.random(random));
    }
    assertThat(seen).hasSize(10_000).allMatch(s -> s.value().matches("[A-Za-z0-9_-]{43}"));
  }

  @Test
  void callersStateShouldBeRefusedWhenItBreaksTheGrammar() {
    assertThat(AuthorizationOptions.none().state("a b").state().orElseThrow().value())
        .isEqualTo("a b");
    for (String bad : List.of("", "a".repeat(1025), "a\r\n", "ä", "\0")) {
      assertThatIllegalArgumentException().isThrownBy(() -> AuthorizationOptions.none().state(bad));
    }
  }

  @Test
  void optionsShouldBeChangedCopies() {
    var none = AuthorizationOptions.none();
    var some = none.parameter("connector", "x").scopes("a");
    assertThat(none.parameters().values()).isEmpty();
    assertThat(some.parameters().values()).containsEntry("connector", "x");
    assertThat(some.scopes().orElseThrow().value()).isEqualTo("a");
    var all = some.state("s").scopes(List.of(Scope.of("b")));
    assertThat(all.state()).contains(new State("s"));
    assertThat(all.scopes()).contains(Scopes.of("b"));
    assertThat(all.parameters()).isEqualTo(some.parameters());
    var last = all.scopes("c").parameter("x", "y");
    assertThat(last.state()).contains(new State("s"));
    assertThat(last.scopes()).contains(Scopes.of("c"));
    assertThat(last.parameters()).isEqualTo(some.parameters().with("x", "y"));
    assertThat(none.scopes()).isEmpty();
    assertThat(none.state()).isEmpty();
  }

  @DisplayName("B32: bindings are kept as a hash and compared as one")
  @Test
  void bindingsShouldBeKeptAsAHash() {
    var binding = UserAgentBinding.of("session-1");
    assertThat(binding.hash()).hasSize(43).doesNotContain("session");
    assertThat(binding.matches(UserAgentBinding.of("session-1").hash())).isTrue();
    for (String other :
        List.of("", "session-1", binding.hash() + "x", binding.hash().substring(1))) {
      assertThat(binding.matches(other)).isFalse();
    }
    assertThat(UserAgentBinding.random()).isNotEqualTo(UserAgentBinding.random());
    assertThat(UserAgentBinding.random().value()).matches("[A-Za-z0-9_-]{43}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserAgentBinding.of("1234567"))
        .withMessageNotContaining("1234567");
  }

  @Test
  void redirectShouldNotShowItsQuery() {
    var redirect =
        new AuthorizationRedirect(URI.create("https://as/a?state=s3cr3t"), new State("s3cr3t"));
    assertThat(redirect.toString()).contains("https://as/a").doesNotContain("s3cr3t");
  }
}
