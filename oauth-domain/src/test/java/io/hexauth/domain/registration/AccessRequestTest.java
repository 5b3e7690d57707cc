// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
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
          AccessRequest.of(Scopes.none())
              .withResources(Set.of(URI.create("https://a/1"), URI.create("https://a/2"))));

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
    AccessRequest changed =
        request.withScopes(Scopes.of("b")).withResource(resource).withAudience("x");
    assertThat(changed.scopes()).isEqualTo(Scopes.of("b"));
    assertThat(changed.resources()).containsExactly(resource);
    assertThat(changed.audience()).contains("x");
    assertThat(request.withAudience("x").withResources(Set.of(resource)).withScopes(Scopes.of("b")))
        .isEqualTo(changed)
        .hasToString("AccessRequest[scopes=b, resources=[https://a/1], audience=Optional[x]]");
    assertThat(request).isEqualTo(AccessRequest.of(Scopes.of("a")));
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
        AccessRequest.of(Scopes.of("b", "a"))
            .withResources(Set.of(URI.create("https://a/2"), URI.create("https://a/1")))
            .withAudience("x");
    var other =
        AccessRequest.of(Scopes.of("a", "b"))
            .withResources(Set.of(URI.create("https://a/1"), URI.create("https://a/2")))
            .withAudience("x");
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
  void audienceShouldBeRefusedWhenItIsEmpty() {
    AccessRequest request = AccessRequest.of(Scopes.none());

    assertThatIllegalArgumentException().isThrownBy(() -> request.withAudience(""));
  }

  /** Neither the caller that passed a collection nor a reader can change the request. */
  @Test
  void resourcesShouldNotChangeWithTheSetThatTheyCameFrom() {
    var resources = new HashSet<>(Set.of(URI.create("https://a/1")));
    AccessRequest request = AccessRequest.of(Scopes.none()).withResources(resources);

    resources.clear();

    assertThat(request.resources()).containsExactly(URI.create("https://a/1"));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> request.resources().clear());
  }

  @Test
  void formatsShouldBeEqualByTheirContent() {
    TokenResponseFormat lenient = TokenResponseFormat.lenient();
    List<TokenResponseFormat> different =
        List.of(
            lenient,
            TokenResponseFormat.strict(),
            lenient.withMembersAt("authed_user"),
            lenient.withScopeDelimiter(","),
            lenient.withExpiresIn(TokenResponseFormat.ExpiresIn.MILLISECONDS));

    assertThat(different).doesNotHaveDuplicates();
    assertThat(lenient.withMembersAt("a").withScopeDelimiter(","))
        .isEqualTo(lenient.withScopeDelimiter(",").withMembersAt("a"))
        .hasSameHashCodeAs(lenient.withScopeDelimiter(",").withMembersAt("a"))
        .hasToString(
            "TokenResponseFormat[strictness=LENIENT, membersAt=a, scopeDelimiter=,,"
                + " expiresIn=SECONDS]");
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
