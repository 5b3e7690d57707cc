// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExceptionsTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");
  private static final String SAID = "s3cr3t words of the server";
  private static final OAuthError ERROR =
      new OAuthError(OAuthErrorCode.INVALID_GRANT, Optional.of(SAID), Optional.of(SAID));

  private static List<OAuthException> all() {
    var all = new ArrayList<OAuthException>();
    all.add(new AuthorizationDeniedException(SHOP, ERROR));
    all.add(new TokenRequestRejectedException(SHOP, 400, ERROR));
    all.add(new TokenExpiredException(SHOP));
    all.add(new InvalidServerResponseException(SHOP, 200, "it is HTML"));
    all.add(new UnreadableRecordException(SHOP, 2, "key\r\n-1", "another key"));
    for (var reason : InvalidCallbackException.Reason.values()) {
      all.add(new InvalidCallbackException(SHOP, reason));
    }
    for (var reason : ReauthorizationRequiredException.Reason.values()) {
      all.add(new ReauthorizationRequiredException(SHOP, reason, Optional.of(ERROR.code())));
    }
    for (var reason : TokenProviderException.Reason.values()) {
      all.add(new TokenProviderException(SHOP, "the token provider", reason, null));
    }
    for (var service : ServiceUnavailableException.Service.values()) {
      all.add(
          new ServiceUnavailableException(
              SHOP, service, "no answer", true, Optional.of(Duration.ofSeconds(7)), null));
    }
    return all;
  }

  @DisplayName("B19: messages name the registration and what to do, never what a server wrote")
  @Test
  void messagesShouldNameTheRegistrationAndNothingOfTheServer() {
    for (OAuthException e : all()) {
      assertThat(e)
          .hasMessageStartingWith("Client registration 'shop': ")
          .hasMessageNotContaining("s3cr3t")
          .hasMessageMatching("[\\x20-\\x7e]+; [\\x20-\\x7e]+");
      assertThat(e.toString()).doesNotContain("s3cr3t");
      assertThat(e.registration()).isEqualTo(SHOP);
    }
  }

  @Test
  void everyKindShouldBeCovered() {
    assertThat(all().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(OAuthException.class.getPermittedSubclasses());
  }

  @Test
  void hintsShouldFollowTheCode() {
    for (String code :
        List.of(
            "invalid_client", "invalid_grant", "invalid_scope", "unsupported_grant_type", "x")) {
      assertThat(
              new TokenRequestRejectedException(SHOP, 400, OAuthError.of(new OAuthErrorCode(code))))
          .hasMessageContaining(code)
          .hasMessageContaining("status 400");
    }
    assertThat(new UnknownRegistrationException(SHOP)).hasMessageContaining("'shop' is unknown");
  }

  @Test
  void unavailableShouldSayWhenToTryAgain() {
    var service = ServiceUnavailableException.Service.STORE;
    var later =
        new ServiceUnavailableException(
            SHOP, service, "x", true, Optional.of(Duration.ofSeconds(7)), null);
    assertThat(later.isRetryable()).isTrue();
    assertThat(later.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(later).hasMessageContaining("try again later");
    var never = new ServiceUnavailableException(SHOP, service, "x", false, Optional.empty(), null);
    assertThat(never.isRetryable()).isFalse();
    assertThat(never).hasMessageContaining("will not help");
  }
}
