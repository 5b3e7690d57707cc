// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.error.OAuthException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decision after the answer of an API. Either the caller gets the answer, or the request is sent
 * again with another authorization, or the caller gets an exception instead of the answer.
 * Immutable, safe for use by multiple threads.
 */
public final class Recovery {

  private static final Recovery DONE = new Recovery(null, null);

  private final @Nullable ApiAuthorization again;
  private final @Nullable OAuthException refusal;

  private Recovery(@Nullable ApiAuthorization again, @Nullable OAuthException refusal) {
    this.again = again;
    this.refusal = refusal;
  }

  /** {@return the decision that the caller gets the answer} */
  public static Recovery done() {
    return DONE;
  }

  /** {@return the decision to send the request again with this authorization} */
  public static Recovery again(ApiAuthorization with) {
    return new Recovery(Objects.requireNonNull(with, "with"), null);
  }

  /** {@return the decision that the caller gets this exception} */
  public static Recovery refused(OAuthException failure) {
    return new Recovery(null, Objects.requireNonNull(failure, "failure"));
  }

  /**
   * Returns the authorization with which to send the request again. If the body of the request
   * cannot be sent twice, do not send the request again. The caller then gets the answer, and the
   * next request uses the new token.
   *
   * @return the authorization; empty if the request must not be sent again
   */
  public Optional<ApiAuthorization> again() {
    return Optional.ofNullable(again);
  }

  /** {@return the exception that the caller gets instead of the answer; empty if there is none} */
  public Optional<OAuthException> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Recovery that
        && Objects.equals(again, that.again)
        && Objects.equals(refusal, that.refusal);
  }

  @Override
  public int hashCode() {
    return Objects.hash(again, refusal);
  }

  @Override
  public String toString() {
    return again != null
        ? "Recovery[again]"
        : refusal != null ? "Recovery[refused]" : "Recovery[done]";
  }
}
