// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that Hexauth needs did not answer, or not in time. What to do: try again later; {@link
 * #retryAfter()} says when.
 */
public final class ServiceUnavailableException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Service that did not answer. */
  public enum Service {
    /** The authorization server. */
    AUTHORIZATION_SERVER("the authorization server"),
    /** The store of tokens or pending authorizations. */
    STORE("the store"),
    /** The cipher that seals stored tokens. */
    CIPHER("the token cipher"),
    /** Hexauth itself: closed, or too much waits already. */
    CLIENT("this client");

    private final String text;

    Service(String text) {
      this.text = text;
    }
  }

  private final Service service;
  private final String problem;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  /**
   * A service did not do its part for {@code registration}.
   *
   * @param problem what happened, in our words; no text of a server, no secret
   * @param retryable whether trying the same again can help
   * @param retryAfter how long to wait first, if anybody knows
   * @param cause what the JDK or a store said; must be free of secrets
   */
  public ServiceUnavailableException(
      ClientRegistrationId registration,
      Service service,
      String problem,
      boolean retryable,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(
        registration,
        service.text
            + ": "
            + problem
            + (retryable ? "; try again later" : "; trying the same again will not help"),
        cause);
    this.service = service;
    this.problem = problem;
    this.retryable = retryable;
    this.retryAfter = retryAfter.orElse(null);
  }

  /**
   * {@return the same failure, told for the registration that it concerns: a store does not know
   * whose records it keeps}
   */
  public ServiceUnavailableException toldFor(ClientRegistrationId registration) {
    var told =
        new ServiceUnavailableException(
            registration, service, problem, retryable, retryAfter(), getCause());
    told.setStackTrace(getStackTrace());
    return told;
  }

  /**
   * {@return the same failure, caused by this one, where trying the same again cannot help}
   *
   * @param because why, in our words
   */
  public ServiceUnavailableException notRetryable(String because) {
    return new ServiceUnavailableException(
        registration(), service, problem + "; " + because, false, retryAfter(), this);
  }

  private ServiceUnavailableException(ServiceUnavailableException original) {
    super(original);
    this.service = original.service;
    this.problem = original.problem;
    this.retryable = original.retryable;
    this.retryAfter = original.retryAfter;
  }

  @Override
  public ServiceUnavailableException forCaller() {
    return new ServiceUnavailableException(this);
  }

  /** {@return what did not answer} */
  public Service service() {
    return service;
  }

  /** {@return whether trying the same again can help} */
  public boolean isRetryable() {
    return retryable;
  }

  /** {@return how long to wait before trying again; empty if not known} */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
