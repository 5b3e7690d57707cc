// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistration;
import org.jspecify.annotations.Nullable;

/**
 * A registration with its revision in the application's database. As long as the revision is equal,
 * what is known in memory stays in use; another revision takes its place. Immutable.
 */
public final class RevisedRegistration {

  private final ClientRegistration registration;
  private final String revision;

  private RevisedRegistration(ClientRegistration registration, String revision) {
    this.registration = registration;
    this.revision = revision;
  }

  /**
   * {@return a registration at a revision}
   *
   * @param revision changes whenever anything of the registration changes: a number, a time, a hash
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
