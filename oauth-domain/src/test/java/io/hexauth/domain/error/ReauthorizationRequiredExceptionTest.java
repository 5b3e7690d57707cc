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
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(notGranted);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var read = (ReauthorizationRequiredException) in.readObject();
      assertThat(read.missingScopes()).isEqualTo(Scopes.of("write", "admin"));
      assertThat(read.reason()).isEqualTo(Reason.NOT_GRANTED);
      assertThat(read.registration()).isEqualTo(SHOP);
    }
  }

  @Test
  void messageShouldNameOnlyWhatIsMissingAndInOrder() {
    URI a = URI.create("https://api.example/a");
    URI b = URI.create("https://api.example/b");
    URI c = URI.create("https://api.example/c");
    assertThat(ReauthorizationRequiredException.notGranted(SHOP, Scopes.none(), Set.of(c, a, b)))
        .hasMessageContaining("is asked for; missing resources: " + a + " " + b + " " + c + "; ")
        .hasMessageNotContaining("missing scopes");
    assertThat(ReauthorizationRequiredException.notGranted(SHOP, Scopes.of("x"), Set.of()))
        .hasMessageContaining("is asked for; missing scopes: x; ")
        .hasMessageNotContaining("missing resources");
    assertThat(notGranted.error()).isEmpty();
    assertThat(notGranted.errorCode()).isEmpty();
  }
}
