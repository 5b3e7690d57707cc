// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.error.UnknownRegistrationException;
import io.hexauth.testkit.log.SecretScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Checks of every failure: its type, the registration in its message, its advice, and no secret
 * anywhere.
 */
final class Failures {

  /** Advice in the message, by type. */
  private static final Map<Class<? extends Throwable>, String> ADVICE =
      Map.ofEntries(
          Map.entry(AuthorizationDeniedException.class, "tell the user and offer to start again"),
          Map.entry(InvalidCallbackException.class, "let the user start again"),
          Map.entry(
              InvalidServerResponseException.class, "check the endpoint and the response format"),
          Map.entry(ReauthorizationRequiredException.class, "send the user to consent"),
          Map.entry(ServiceUnavailableException.class, "; "),
          Map.entry(TokenExpiredException.class, "call refresh()"),
          Map.entry(TokenProviderException.class, "fix that code"),
          Map.entry(TokenRequestRejectedException.class, "; "),
          Map.entry(UnknownRegistrationException.class, "add it with OAuthClientBinder"));

  private Failures() {}

  /** {@return the failure of this call, which must have exactly this type} */
  static <E extends Throwable> E of(Class<E> type, String registration, ThrowingCallable call) {
    return checked(type, registration, catchThrowable(call));
  }

  static <E extends Throwable> E checked(Class<E> type, String registration, Throwable thrown) {
    assertThat(thrown).as("the failure").isNotNull();
    SecretScan.saw(thrown);
    SecretScan.saw("serialized " + type.getSimpleName(), serialized(thrown));
    assertThat(thrown).isExactlyInstanceOf(type);
    assertThat(thrown.getMessage())
        .startsWith("Client registration '" + registration + "'")
        .contains(ADVICE.get(type));
    if (thrown instanceof ServiceUnavailableException unavailable) {
      assertThat(thrown.getMessage())
          .containsPattern(
              unavailable.isRetryable()
                  ? "try again later"
                  : "(let the user start again|the grant has ended in the store).*; a retry alone does not help");
    }
    if (thrown instanceof OAuthException typed) {
      assertThat(typed.registration().value()).isEqualTo(registration);
    }
    assertThat(SecretScan.findIn(thrown)).as("secrets in " + type.getSimpleName()).isEmpty();
    return type.cast(thrown);
  }

  /**
   * {@return the serialized exception} Exceptions are sent to error trackers, replicated with
   * sessions, and passed over RMI.
   */
  private static String serialized(Throwable thrown) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
    } catch (NotSerializableException e) {
      // A cause of the application may not be serializable. The bytes before it are searched.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
