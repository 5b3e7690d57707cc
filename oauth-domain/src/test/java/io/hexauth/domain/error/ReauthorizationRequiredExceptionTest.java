// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.scope.Scopes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReauthorizationRequiredExceptionTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");

  private final ReauthorizationRequiredException notGranted =
      ReauthorizationRequiredException.notGranted(
          SHOP, Scopes.of("write", "admin"), Set.of(URI.create("https://api.example/")));

  @Test
  void missingScopesShouldBeToldWithWhatToDo() {
    assertThat(notGranted.reason()).isEqualTo(Reason.NOT_GRANTED);
    assertThat(notGranted.missingScopes()).isEqualTo(Scopes.of("write", "admin"));
    assertThat(notGranted)
        .hasMessageContainingAll(
            "'shop'",
            "missing scopes: write admin",
            "missing resources: https://api.example/",
            "send the user to consent");
  }

  @Test
  void otherReasonsShouldMissNoScopes() {
    var refused =
        new ReauthorizationRequiredException(SHOP, Reason.GRANT_REFUSED, Optional.empty());
    assertThat(refused.missingScopes()).isEqualTo(Scopes.none());
  }

  @Test
  void missingScopesShouldSurviveSerialization() throws Exception {
    ReauthorizationRequiredException read = copy(notGranted);
    assertThat(read.missingScopes()).isEqualTo(Scopes.of("write", "admin"));
    assertThat(read.reason()).isEqualTo(Reason.NOT_GRANTED);
    assertThat(read.registration()).isEqualTo(SHOP);
  }

  @Test
  void demandShouldBeToldWithoutTheTextOfTheApiAndSurviveSerialization() throws Exception {
    AuthorizationDemand demand =
        AuthorizationDemand.none()
            .withScopes(Scopes.of("pay"))
            .withAcrValues(List.of("gold", "silver"))
            .withMaxAge(Duration.ofSeconds(5));
    var demanded =
        ReauthorizationRequiredException.demanded(
            SHOP, Reason.INSUFFICIENT_USER_AUTHENTICATION, demand);
    assertThat(demanded.demand()).contains(demand);
    assertThat(demanded.forCaller().demand()).contains(demand);
    assertThat(demanded.reason()).isEqualTo(Reason.INSUFFICIENT_USER_AUTHENTICATION);
    assertThat(demanded)
        .hasMessageContainingAll("'shop'", "a stronger or a more recent authentication", "demand()")
        .hasMessageNotContainingAny("pay", "gold");
    assertThat(copy(demanded).demand()).contains(demand);
    AuthorizationDemand empty = AuthorizationDemand.none();
    assertThat(
            copy(ReauthorizationRequiredException.demanded(SHOP, Reason.INSUFFICIENT_SCOPE, empty))
                .demand())
        .contains(empty);
    assertThat(notGranted.demand()).isEmpty();
  }

  private static ReauthorizationRequiredException copy(ReauthorizationRequiredException of)
      throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(of);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ReauthorizationRequiredException) in.readObject();
    }
  }

  @Test
  void messageShouldNameOnlyWhatIsMissingAndInOrder() {
    URI a = URI.create("https://api.example/a");
    URI b = URI.create("https://api.example/b");
    URI c = URI.create("https://api.example/c");
    assertThat(ReauthorizationRequiredException.notGranted(SHOP, Scopes.none(), Set.of(c, a, b)))
        .hasMessageContaining(
            "scopes or resources; missing resources: " + a + " " + b + " " + c + "; ")
        .hasMessageNotContaining("missing scopes");
    assertThat(ReauthorizationRequiredException.notGranted(SHOP, Scopes.of("x"), Set.of()))
        .hasMessageContaining("scopes or resources; missing scopes: x; ")
        .hasMessageNotContaining("missing resources");
    assertThat(notGranted.error()).isEmpty();
    assertThat(notGranted.errorCode()).isEmpty();
  }
}
