// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a server, the store, the cipher or Hexauth itself failed, or did not answer in time.
 * If {@link #isRetryable()} is true, try again after {@link #retryAfter()}.
 */
public final class ServiceUnavailableException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Service that failed or did not answer. */
  public enum Service {
    /** The authorization server. */
    AUTHORIZATION_SERVER("the authorization server"),
    /** The store of tokens or pending authorizations. */
    STORE("the store"),
    /** The cipher that encrypts stored tokens. */
    CIPHER("the token cipher"),
    /** Hexauth itself: it is closed, or its queue is full. */
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
   * Creates the exception for a failure during an operation of {@code registration}.
   *
   * @param problem a description without text of a server and without secrets
   * @param retryable true if another attempt can succeed
   * @param retryAfter the time to wait before another attempt; empty if unknown
   * @param cause the exception of the JDK or a store, which must contain no secrets
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
            + (retryable ? "; try again later" : "; a retry alone does not help"),
        cause);
    this.service = service;
    this.problem = problem;
    this.retryable = retryable;
    this.retryAfter = retryAfter.orElse(null);
  }

  /**
   * Returns a copy that names this registration. Hexauth needs it for an exception of code that
   * does not know the registration, such as a store.
   */
  public ServiceUnavailableException toldFor(ClientRegistrationId registration) {
    var told =
        new ServiceUnavailableException(
            registration, service, problem, retryable, retryAfter(), getCause());
    told.setStackTrace(getStackTrace());
    return told;
  }

  /**
   * {@return a copy that is not retryable, with this exception as cause}
   *
   * @param because the reason why another attempt cannot succeed
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

  /** {@return the service that failed or did not answer} */
  public Service service() {
    return service;
  }

  /** {@return true if another attempt can succeed} */
  public boolean isRetryable() {
    return retryable;
  }

  /** {@return the time to wait before another attempt; empty if unknown} */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
