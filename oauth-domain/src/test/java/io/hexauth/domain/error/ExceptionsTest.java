// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.scope.Scopes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionsTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");
  private static final String SAID = "s3cr3t words of the server";
  private static final OAuthError ERROR =
      new OAuthError(OAuthErrorCode.INVALID_GRANT, Optional.of(SAID), Optional.of(SAID));

  private static List<OAuthException> all() {
    var all = new ArrayList<OAuthException>();
    all.add(new AuthorizationDeniedException(SHOP, ERROR));
    all.add(new TokenRequestRejectedException(SHOP, 400, ERROR));
    all.add(TokenRequestRejectedException.remembered(SHOP, ERROR, Duration.ofMillis(6_500)));
    all.add(new TokenExpiredException(SHOP));
    all.add(new InvalidServerResponseException(SHOP, 200, "it is HTML"));
    all.add(new UnreadableRecordException(SHOP, 2, "key\r\n-1", "another key"));
    for (var reason : InvalidCallbackException.Reason.values()) {
      all.add(new InvalidCallbackException(SHOP, reason));
    }
    for (var reason : ReauthorizationRequiredException.Reason.values()) {
      all.add(new ReauthorizationRequiredException(SHOP, reason, Optional.of(ERROR.code())));
      all.add(new ReauthorizationRequiredException(SHOP, reason, Optional.empty()));
      all.add(new ReauthorizationRequiredException(SHOP, reason, ERROR));
    }
    all.add(
        ReauthorizationRequiredException.notGranted(
            SHOP, Scopes.of("write", "admin"), Set.of(URI.create("https://api.example/"))));
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

  /** {@return the data of the exception: results of all methods that its own types declare} */
  private static Map<String, Object> data(OAuthException e) throws ReflectiveOperationException {
    var data = new TreeMap<String, Object>();
    for (Method method : e.getClass().getMethods()) {
      boolean own = OAuthException.class.isAssignableFrom(method.getDeclaringClass());
      if (own
          && method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && !method.getName().equals("forCaller")) {
        data.put(method.getName(), method.invoke(e));
      }
    }
    return data;
  }

  @ParameterizedTest
  @MethodSource("all")
  void serializationShouldKeepMessageAndData(OAuthException e) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    OAuthException read;
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      read = (OAuthException) in.readObject();
    }

    assertThat(read).isExactlyInstanceOf(e.getClass()).hasMessage(e.getMessage());
    assertThat(data(read)).isEqualTo(data(e)).doesNotContainValue(null).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void forCallerShouldKeepMessageAndDataAndShowTheCallersFrames(OAuthException e) throws Exception {
    OAuthException mine = calledHere(e);

    assertThat(mine)
        .isNotSameAs(e)
        .isExactlyInstanceOf(e.getClass())
        .hasMessage(e.getMessage())
        .hasCause(e);
    assertThat(data(mine)).isEqualTo(data(e));
    assertThat(Arrays.stream(mine.getStackTrace()).map(StackTraceElement::getMethodName))
        .contains("calledHere");
  }

  private static OAuthException calledHere(OAuthException e) {
    return e.forCaller();
  }

  @Test
  void rememberedRefusalShouldSayWhenARequestIsSentAgain() {
    var remembered =
        TokenRequestRejectedException.remembered(SHOP, ERROR, Duration.ofMillis(6_500));

    assertThat(remembered.retryAfter()).contains(Duration.ofMillis(6_500));
    assertThat(remembered.status()).isZero();
    assertThat(remembered)
        .hasMessageContaining("an earlier request")
        .hasMessageContaining("after 7 s");
    assertThat(new TokenRequestRejectedException(SHOP, 400, ERROR).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_grant", "invalid_token", "bad_refresh_token"})
  void knownCodesShouldBeInMessages(String code) {
    assertThat(withCode(code)).allSatisfy(e -> assertThat(e).hasMessageContaining("'" + code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rt-8c1f52aa", "Invalid_Grant", "invalid_grant.8c1f", "urn:x:y"})
  void unknownCodesShouldNotBeInMessages(String code) {
    assertThat(withCode(code))
        .allSatisfy(
            e ->
                assertThat(e)
                    .hasMessageNotContaining(code)
                    .hasMessageContaining("an error code that no RFC defines"));
  }

  private static List<OAuthException> withCode(String code) {
    OAuthError error = OAuthError.of(new OAuthErrorCode(code));
    return List.of(
        new AuthorizationDeniedException(SHOP, error),
        new TokenRequestRejectedException(SHOP, 400, error),
        TokenRequestRejectedException.remembered(SHOP, error, Duration.ZERO),
        new ReauthorizationRequiredException(
            SHOP, ReauthorizationRequiredException.Reason.GRANT_REFUSED, error));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "E 42",
        "Bad Request",
        "a\"b",
        "a\\b",
        "a*b",
        "a%20b",
        "a+b",
        "ä",
        "a\nb"
      })
  void errorCodesShouldHaveNoOtherCharacters(String text) {
    assertThat(OAuthErrorCode.parse(text)).isEmpty();
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
    assertThat(never).hasMessageContaining("does not help");
  }
}
