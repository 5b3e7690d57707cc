// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.authorization;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDeniedException;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AuthorizationCode;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * Check of a callback against the pending authorization of its state. The check has two steps. The
 * first one reads the state, with which the pending authorization is taken from the store. The
 * second one compares the callback with the pending authorization.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2">RFC 6749 §4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207.html#section-2.4">RFC 9207 §2.4</a>
 */
public final class CallbackCheck {

  private static final int LONGEST_QUERY = 16 * 1024;

  private final ClientRegistration registration;
  private final Form form;
  private final AuthorizationCallback callback;
  private final CallbackLocation needed;

  private CallbackCheck(
      ClientRegistration registration,
      Form form,
      AuthorizationCallback callback,
      CallbackLocation needed) {
    this.registration = registration;
    this.form = form;
    this.callback = callback;
    this.needed = needed;
  }

  /**
   * Reads a callback. Unknown parameters are ignored.
   *
   * @param least the part of its URL that the callback must always contain
   * @param needed the part of its URL that the callback must contain if the server does not promise
   *     {@code iss}
   * @throws InvalidCallbackException if the callback lacks the part of {@code least}, is malformed,
   *     repeats a parameter, or contains both a code and an error
   */
  public static CallbackCheck read(
      ClientRegistration registration,
      AuthorizationCallback callback,
      CallbackLocation least,
      CallbackLocation needed) {
    refuse(registration.id(), !least.isSaidBy(callback), Reason.LOCATION_MISSING);
    return new CallbackCheck(registration, form(registration.id(), callback), callback, needed);
  }

  private static Form form(ClientRegistrationId registration, AuthorizationCallback callback) {
    refuse(registration, callback.query().length() > LONGEST_QUERY, Reason.MALFORMED);
    Form form;
    try {
      form = Form.decode(callback.query());
    } catch (IllegalArgumentException e) {
      throw new InvalidCallbackException(registration, Reason.MALFORMED);
    }
    refuse(
        registration,
        form.parameters().values().stream().anyMatch(v -> v.size() > 1),
        Reason.DUPLICATE_PARAMETER);
    boolean code = form.first("code").isPresent();
    boolean error = form.first("error").isPresent();
    refuse(registration, code && error, Reason.CODE_AND_ERROR);
    refuse(registration, !code && !error, Reason.NO_CODE);
    return form;
  }

  /**
   * {@return the state in the callback}
   *
   * @throws InvalidCallbackException if the state is missing or malformed
   */
  public State state() {
    return state(registration.id(), form);
  }

  /**
   * {@return the state in a callback of a registration that is not known yet}
   *
   * @param unknown the registration that exceptions name
   * @throws InvalidCallbackException if the callback is malformed, as for {@link #read}, or if the
   *     state is missing or malformed
   */
  public static State state(ClientRegistrationId unknown, AuthorizationCallback callback) {
    return state(unknown, form(unknown, callback));
  }

  private static State state(ClientRegistrationId registration, Form form) {
    Optional<String> state = form.first("state").filter(text -> !text.isEmpty());
    refuse(registration, state.isEmpty(), Reason.STATE_MISSING);
    try {
      return new State(state.orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new InvalidCallbackException(registration, Reason.STATE_UNKNOWN);
    }
  }

  /**
   * Checks the callback, and returns the authorization code.
   *
   * @param pending the pending authorization of the state
   * @param userAgent the user agent that sent the callback
   * @param now the time of this machine's clock
   * @throws InvalidCallbackException if the callback does not answer {@code pending}
   * @throws AuthorizationDeniedException if the callback answers {@code pending} with an error
   */
  public AuthorizationCode code(
      PendingAuthorization pending, UserAgentBinding userAgent, Instant now) {
    refuse(!now.isBefore(pending.expiresAt()), Reason.STATE_UNKNOWN);
    refuse(!pending.registration().equals(registration.id()), Reason.OTHER_REGISTRATION);
    refuse(!userAgent.matches(pending.userAgentHash()), Reason.OTHER_USER_AGENT);
    refuse(
        !CallbackLocation.matches(callback, form, pending.redirectUri()),
        Reason.OTHER_REGISTRATION);
    refuse(!isIssuerPromised(pending) && !needed.isSaidBy(callback), Reason.LOCATION_MISSING);
    checkIssuer(pending);
    Optional<String> error = form.first("error");
    if (error.isPresent()) {
      throw new AuthorizationDeniedException(registration.id(), error(error.get()));
    }
    try {
      return new AuthorizationCode(form.first("code").orElse(""));
    } catch (IllegalArgumentException e) {
      throw new InvalidCallbackException(registration.id(), Reason.MALFORMED);
    }
  }

  private void checkIssuer(PendingAuthorization pending) {
    Optional<String> issuer = form.first("iss");
    refuse(issuer.isEmpty() && isIssuerPromised(pending), Reason.ISSUER_MISSING);
    Optional<String> expected =
        pending.issuer().or(() -> registration.endpoints().issuer().map(Issuer::value));
    if (issuer.isPresent() && expected.isPresent()) {
      byte[] was = issuer.get().getBytes(StandardCharsets.UTF_8);
      byte[] must = expected.get().getBytes(StandardCharsets.UTF_8);
      refuse(!MessageDigest.isEqual(was, must), Reason.ISSUER_MISMATCH);
    } else if (issuer.isPresent()) {
      refuse(!isWhereTheUserWasSent(issuer.get()), Reason.ISSUER_MISMATCH);
    }
  }

  private boolean isIssuerPromised(PendingAuthorization pending) {
    return pending.issuerInResponses() || registration.endpoints().issuerInResponses();
  }

  /**
   * Returns true if an {@code iss} has the origin of the authorization endpoint. This check applies
   * to registrations without a configured issuer.
   */
  private boolean isWhereTheUserWasSent(String issuer) {
    try {
      Origin origin = Origin.of(new URI(issuer));
      return registration.endpoints().authorization().map(Endpoint::origin).stream()
          .allMatch(origin::equals);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  private OAuthError error(String code) {
    OAuthErrorCode read =
        OAuthErrorCode.parse(code)
            .orElseThrow(() -> new InvalidCallbackException(registration.id(), Reason.MALFORMED));
    return new OAuthError(read, form.first("error_description"), form.first("error_uri"));
  }

  private void refuse(boolean when, Reason reason) {
    refuse(registration.id(), when, reason);
  }

  private static void refuse(ClientRegistrationId registration, boolean when, Reason reason) {
    if (when) {
      throw new InvalidCallbackException(registration, reason);
    }
  }
}
