// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Registration with its revision in the application's database. While the revision is the same,
 * Hexauth keeps the registration that it has in memory. If the revision changes, the new
 * registration replaces it. Immutable.
 */
public final class RevisedRegistration {

  private final ClientRegistration registration;
  private final String revision;

  private RevisedRegistration(ClientRegistration registration, String revision) {
    this.registration = registration;
    this.revision = revision;
  }

  /**
   * {@return a registration with a revision}
   *
   * @param revision a value that changes with every change of the registration: a number, a time or
   *     a hash
   */
  public static RevisedRegistration of(ClientRegistration registration, String revision) {
    return new RevisedRegistration(registration, revision);
  }

  /** {@return the registration} */
  public ClientRegistration registration() {
    return registration;
  }

  /** {@return the revision} */
  public String revision() {
    return revision;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RevisedRegistration that
        && registration.equals(that.registration)
        && revision.equals(that.revision);
  }

  @Override
  public int hashCode() {
    return 31 * registration.hashCode() + revision.hashCode();
  }

  @Override
  public String toString() {
    return "RevisedRegistration[" + registration.id() + ", " + revision + "]";
  }
}
