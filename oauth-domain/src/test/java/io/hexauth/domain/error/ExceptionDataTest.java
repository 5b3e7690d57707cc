// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The data of a failure is in its exception, for each caller and for each registration. */
class ExceptionDataTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");
  private static final ClientRegistrationId OTHER = ClientRegistrationId.of("other");
  private static final OAuthErrorCode CODE = OAuthErrorCode.INVALID_GRANT;
  private static final OAuthError ERROR =
      new OAuthError(CODE, Optional.of("No."), Optional.of("https://as.example/e"));

  @Test
  void deniedAuthorizationShouldHaveTheErrorOfTheServer() {
    assertThat(new AuthorizationDeniedException(SHOP, ERROR).error()).isEqualTo(ERROR);
    assertThat(new AuthorizationDeniedException(SHOP, OAuthError.of(CODE)).error())
        .isEqualTo(OAuthError.of(CODE));
  }

  @Test
  void rejectedRequestShouldHaveTheErrorAndTheStatusOfTheAnswer() {
    var rejected = new TokenRequestRejectedException(SHOP, 401, ERROR);
    assertThat(rejected.error()).isEqualTo(ERROR);
    assertThat(rejected.status()).isEqualTo(401);
    assertThat(rejected).hasMessageContaining("(status 401)");
    var remembered = TokenRequestRejectedException.remembered(SHOP, ERROR, Duration.ofMinutes(1));
    assertThat(remembered.error()).isEqualTo(ERROR);
    assertThat(remembered.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client,         'check the client id, secret'",
    "unauthorized_client,    'check the client id, secret'",
    "invalid_grant,          start again",
    "invalid_scope,          check the requested scopes and resources",
    "invalid_target,         check the requested scopes and resources",
    "unsupported_grant_type, does not support this grant type",
    "invalid_request,        see the server's documentation",
    "x,                      see the server's documentation"
  })
  void rejectedRequestShouldSayWhatToDoAboutTheCode(String code, String hint) {
    OAuthError error = OAuthError.of(new OAuthErrorCode(code));
    assertThat(new TokenRequestRejectedException(SHOP, 400, error)).hasMessageContaining(hint);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0", "PT0.001S, 1", "PT1S, 1", "PT1.001S, 2", "PT5M, 300"})
  void rememberedRefusalShouldNotPromiseLessThanItsPause(Duration pause, long seconds) {
    assertThat(TokenRequestRejectedException.remembered(SHOP, ERROR, pause))
        .hasMessageContaining("after " + seconds + " s");
  }

  @ParameterizedTest
  @EnumSource
  void lostGrantShouldHaveReasonAndError(ReauthorizationRequiredException.Reason reason) {
    var said = new ReauthorizationRequiredException(SHOP, reason, ERROR);
    assertThat(said.reason()).isEqualTo(reason);
    assertThat(said.error()).contains(ERROR);
    assertThat(said.errorCode()).contains(CODE);
    var stored = new ReauthorizationRequiredException(SHOP, reason, Optional.of(CODE));
    assertThat(stored.reason()).isEqualTo(reason);
    assertThat(stored.error()).contains(OAuthError.of(CODE));
    assertThat(stored).hasMessageContaining("('invalid_grant')");
    var silent = new ReauthorizationRequiredException(SHOP, reason, Optional.empty());
    assertThat(silent.reason()).isEqualTo(reason);
    assertThat(silent.error()).isEmpty();
    assertThat(silent.errorCode()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, false", "404, false", "499, false", "500, true", "503, true"})
  void unusableAnswerShouldBeTriedAgainOnlyWhenTheServerIsInTrouble(int status, boolean later) {
    var unusable = new InvalidServerResponseException(SHOP, status, "it is HTML");
    assertThat(unusable.status()).isEqualTo(status);
    assertThat(unusable)
        .hasMessageContaining("status " + status)
        .hasMessageContaining("it is HTML");
    assertThat(unusable.getMessage().contains("try again later")).isEqualTo(later);
  }

  @ParameterizedTest
  @EnumSource
  void unavailableServiceShouldBeToldForAnotherRegistration(
      ServiceUnavailableException.Service service) {
    var cause = new IllegalStateException();
    var original =
        new ServiceUnavailableException(
            SHOP, service, "no answer", true, Optional.of(Duration.ofSeconds(7)), cause);
    var told = original.toldFor(OTHER);
    assertThat(told.registration()).isEqualTo(OTHER);
    assertThat(told.service()).isEqualTo(service);
    assertThat(told.isRetryable()).isTrue();
    assertThat(told.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(told).hasMessage(original.getMessage().replace("'shop'", "'other'")).hasCause(cause);
    assertThat(told.getStackTrace()).isEqualTo(original.getStackTrace());
    assertThat(original.forCaller().toldFor(OTHER)).hasMessage(told.getMessage());
  }

  @Test
  void unavailableServiceShouldSayWhyAnotherTryCannotHelp() {
    var original =
        new ServiceUnavailableException(
            SHOP,
            ServiceUnavailableException.Service.STORE,
            "no answer",
            true,
            Optional.of(Duration.ofSeconds(7)),
            null);
    var ended = original.notRetryable("the grant has ended");
    assertThat(ended.isRetryable()).isFalse();
    assertThat(ended.service()).isEqualTo(original.service());
    assertThat(ended.registration()).isEqualTo(SHOP);
    assertThat(ended.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(ended)
        .hasMessageContaining("no answer; the grant has ended; ")
        .hasMessageContaining("does not help")
        .hasCause(original);
    assertThat(ended.notRetryable("again").toldFor(OTHER))
        .hasMessageContaining("'other': the store: no answer; the grant has ended; again; ");
  }

  @Test
  void unreadableRecordShouldBeToldForAnotherRegistration() {
    var original = new UnreadableRecordException(SHOP, 2, "key-1", "another key");
    assertThat(original.format()).isEqualTo(2);
    assertThat(original.keyId()).isEqualTo("key-1");
    var told = original.toldFor(OTHER);
    assertThat(told.registration()).isEqualTo(OTHER);
    assertThat(told.format()).isEqualTo(2);
    assertThat(told.keyId()).isEqualTo("key-1");
    assertThat(told).hasMessage(original.getMessage().replace("'shop'", "'other'"));
    assertThat(told.getStackTrace()).isEqualTo(original.getStackTrace());
    assertThat(original.forCaller().toldFor(OTHER)).hasMessage(told.getMessage());
    assertThat(new UnreadableRecordException(SHOP, 2, "k".repeat(101), "x"))
        .hasMessageContaining("'" + "k".repeat(100) + "'");
  }

  @Test
  void providersFailureShouldQuoteTheRuleOnlyWhenAValueIsNotAllowed() {
    var cause = new IllegalArgumentException("the rule");
    for (var reason : TokenProviderException.Reason.values()) {
      var failure = new TokenProviderException(SHOP, "the token provider", reason, cause);
      assertThat(failure.reason()).isEqualTo(reason);
      assertThat(failure).hasCause(cause).hasMessageContaining("the token provider");
      assertThat(failure.getMessage().contains("(the rule)"))
          .isEqualTo(reason == TokenProviderException.Reason.NOT_ALLOWED);
    }
    assertThat(
            new TokenProviderException(SHOP, "x", TokenProviderException.Reason.NOT_ALLOWED, null))
        .hasMessageNotContaining("(")
        .hasNoCause();
  }

  @Test
  void wordsOfTheServerShouldBeCutToPrintableOnes() {
    String most = "~ " + "x".repeat(298);
    var error = new OAuthError(CODE, Optional.of(most + "y"), Optional.of("\u007F" + most + "y"));
    assertThat(error).isEqualTo(new OAuthError(CODE, Optional.of(most), Optional.of(most)));
    assertThat(error.description()).contains(most);
    assertThat(error.uri()).contains(most);
    assertThat(new OAuthError(CODE, Optional.of("\u001F\u007Fé"), Optional.of("\r\n")))
        .isEqualTo(OAuthError.of(CODE));
    assertThat(new OAuthError(CODE, Optional.of("\u001Fa\u007Fé"), Optional.empty()).description())
        .contains("a");
  }

  @Test
  void constantsShouldBeTheCodesOfTheProtocol() {
    assertThat(OAuthErrorCode.ACCESS_DENIED).hasToString("access_denied");
    assertThat(OAuthErrorCode.INVALID_REQUEST).hasToString("invalid_request");
    assertThat(OAuthErrorCode.INVALID_CLIENT).hasToString("invalid_client");
    assertThat(OAuthErrorCode.INVALID_GRANT).hasToString("invalid_grant");
    assertThat(OAuthErrorCode.UNAUTHORIZED_CLIENT).hasToString("unauthorized_client");
    assertThat(OAuthErrorCode.UNSUPPORTED_GRANT_TYPE).hasToString("unsupported_grant_type");
    assertThat(OAuthErrorCode.INVALID_SCOPE).hasToString("invalid_scope");
    assertThat(OAuthErrorCode.INVALID_TARGET).hasToString("invalid_target");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access_denied",
        "account_selection_required",
        "authorization_pending",
        "bad_refresh_token",
        "bad_verification_code",
        "consent_required",
        "expired_token",
        "incorrect_client_credentials",
        "insufficient_scope",
        "insufficient_user_authentication",
        "interaction_required",
        "invalid_authorization_details",
        "invalid_client",
        "invalid_dpop_proof",
        "invalid_grant",
        "invalid_refresh_token",
        "invalid_request",
        "invalid_scope",
        "invalid_target",
        "invalid_token",
        "login_required",
        "refresh_token_reused",
        "server_error",
        "slow_down",
        "temporarily_unavailable",
        "unauthorized_client",
        "unsupported_grant_type",
        "unsupported_response_type",
        "unsupported_token_type",
        "use_dpop_nonce"
      })
  void codesOfTheProtocolAndOfLargeProvidersShouldBeKnown(String code) {
    assertThat(new OAuthErrorCode(code).isKnown()).isTrue();
    assertThat(new OAuthErrorCode(code).named()).isEqualTo("'" + code + "'");
    assertThat(new OAuthErrorCode(code + "s").isKnown()).isFalse();
  }
}
