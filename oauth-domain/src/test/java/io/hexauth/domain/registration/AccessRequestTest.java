// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRequestTest {

  private static final List<AccessRequest> DIFFERENT =
      List.of(
          AccessRequest.of(Scopes.none()),
          AccessRequest.of(Scopes.of("a")),
          AccessRequest.of(Scopes.of("a", "b")),
          AccessRequest.of(Scopes.of("ab")),
          AccessRequest.of(Scopes.none()).withAudience("a"),
          AccessRequest.of(Scopes.of("a")).withAudience("b"),
          AccessRequest.of(Scopes.none()).withAudience("1:a"),
          AccessRequest.of(Scopes.none()).withResource(URI.create("https://a/1")),
          AccessRequest.of(Scopes.none()).withResource(URI.create("https://a/2")),
          AccessRequest.of(Scopes.none()).withResource(URI.create("https://A/1")),
          AccessRequest.of(Scopes.none()).withAudience("https://a/1"),
          new AccessRequest(
              Scopes.none(),
              Set.of(URI.create("https://a/1"), URI.create("https://a/2")),
              Optional.empty()));

  @DisplayName("A50, B02, B03: different requests never share a token")
  @Test
  void differentRequestsShouldNotBeEqual() {
    for (AccessRequest one : DIFFERENT) {
      assertThat(DIFFERENT.stream().filter(one::equals)).containsExactly(one);
      assertThat(DIFFERENT.stream().filter(other -> other.equals(one))).hasSize(1);
      assertThat(one).isNotEqualTo(null).isNotEqualTo("a");
    }
  }

  @Test
  void requestShouldBeChangedCopies() {
    URI resource = URI.create("https://a/1");
    AccessRequest request = AccessRequest.of(Scopes.of("a"));
    assertThat(request.withScopes(Scopes.of("b")).withResource(resource).withAudience("x"))
        .isEqualTo(new AccessRequest(Scopes.of("b"), Set.of(resource), Optional.of("x")));
    assertThat(request.withAudience("x").withResources(Set.of(resource)).withScopes(Scopes.none()))
        .isEqualTo(new AccessRequest(Scopes.none(), Set.of(resource), Optional.of("x")));
    assertThat(request).isEqualTo(new AccessRequest(Scopes.of("a"), Set.of(), Optional.empty()));
  }

  @Test
  void resourcesWithoutShouldBeComparedCharacterByCharacter() {
    var one = URI.create("https://a/1");
    var two = URI.create("https://a/2");
    var upper = URI.create("https://A/1");
    AccessRequest both = AccessRequest.of(Scopes.none()).withResources(Set.of(one, two));
    AccessRequest none = AccessRequest.of(Scopes.none());
    assertThat(both.resourcesWithout(none)).isEqualTo(Set.of(one, two));
    assertThat(both.resourcesWithout(none.withResource(two))).isEqualTo(Set.of(one));
    assertThat(both.resourcesWithout(none.withResource(upper))).isEqualTo(Set.of(one, two));
    assertThat(both.resourcesWithout(both)).isEmpty();
    assertThat(none.resourcesWithout(both)).isEmpty();
    assertThat(both.sortedResources()).containsExactly("https://a/1", "https://a/2");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> both.resourcesWithout(none).clear());
  }

  @Test
  void requestsShouldBeEqualWhateverTheOrder() {
    var one =
        new AccessRequest(
            Scopes.of("b", "a"),
            Set.of(URI.create("https://a/2"), URI.create("https://a/1")),
            Optional.of("x"));
    var other =
        new AccessRequest(
            Scopes.of("a", "b"),
            Set.of(URI.create("https://a/1"), URI.create("https://a/2")),
            Optional.of("x"));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @DisplayName("A50: a resource is absolute and has no fragment")
  @ParameterizedTest
  @ValueSource(strings = {"/api", "api", "https://api.example/#x", "https://api.example/#"})
  void resourceShouldBeRefusedWhenItIsRelativeOrHasAFragment(String resource) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessRequest.of(Scopes.none()).withResource(URI.create(resource)))
        .withMessageContaining("RFC 8707 §2");
  }

  @Test
  void formatShouldBeRefusedWhenItsPathHasAnEmptyName() {
    for (String path : List.of(".", "a.", ".a", "a..b")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TokenResponseFormat.lenient().withMembersAt(path));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenResponseFormat.lenient().withScopeDelimiter(""));
  }
}
