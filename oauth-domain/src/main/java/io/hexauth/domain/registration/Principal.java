// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Owner of a grant, named in the application's own words. Compared exactly: case, white space and
 * Unicode form count.
 *
 * @param tenant the customer it belongs to; empty where there are none
 * @param name the user, or whatever else consented; empty for the client itself, and for it only
 * @param isSelf whether this is the client itself
 */
public record Principal(String tenant, String name, boolean isSelf) {

  private static final Principal SELF = new Principal("", "", true);

  /**
   * @throws IllegalArgumentException if the name is empty and this is not the client itself, or if
   *     the client itself has a name or a tenant
   */
  public Principal {
    if (isSelf && !(tenant.isEmpty() && name.isEmpty())) {
      throw new IllegalArgumentException("The client itself has neither name nor tenant");
    }
    if (!isSelf && name.isEmpty()) {
      throw new IllegalArgumentException(
          "A principal has a name; for the client itself use session()");
    }
  }

  /**
   * A principal.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public Principal(String tenant, String name) {
    this(tenant, name, false);
  }

  /**
   * {@return the principal of this name, without a tenant}
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public static Principal of(String name) {
    return new Principal("", name);
  }

  /** {@return the client itself, for grants that have no user} */
  public static Principal self() {
    return SELF;
  }
}
