// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.error.OAuthException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the answer of an API: the answer is the caller's, or the request is sent again
 * with another authorization, or the caller gets a failure in place of the answer. Immutable, safe
 * for use by multiple threads.
 */
public final class Recovery {

  private static final Recovery DONE = new Recovery(null, null);

  private final @Nullable ApiAuthorization again;
  private final @Nullable OAuthException refusal;

  private Recovery(@Nullable ApiAuthorization again, @Nullable OAuthException refusal) {
    this.again = again;
    this.refusal = refusal;
  }

  /** {@return nothing to do: the answer is the caller's} */
  public static Recovery done() {
    return DONE;
  }

  /** {@return the request has to be sent again, with this authorization} */
  public static Recovery again(ApiAuthorization with) {
    return new Recovery(Objects.requireNonNull(with, "with"), null);
  }

  /** {@return the caller has to get this failure} */
  public static Recovery refused(OAuthException failure) {
    return new Recovery(null, Objects.requireNonNull(failure, "failure"));
  }

  /**
   * Returns what to send the request with once more. A request whose body cannot be sent twice is
   * not sent again: its caller gets the answer, and the next request carries the new token.
   *
   * @return empty if it is not to be sent again
   */
  public Optional<ApiAuthorization> again() {
    return Optional.ofNullable(again);
  }

  /** {@return the failure that the caller gets in place of the answer; empty if there is none} */
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
