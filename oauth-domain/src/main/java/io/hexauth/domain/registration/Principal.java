// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Owner of a grant, named by the application. Names are compared exactly: case, white space and
 * Unicode form make a difference.
 *
 * @param tenant the customer to whom the principal belongs; empty if there are no tenants
 * @param name the name of the user; empty only for the client itself
 * @param isSelf true for the client itself
 */
public record Principal(String tenant, String name, boolean isSelf) {

  private static final Principal SELF = new Principal("", "", true);

  /**
   * @throws IllegalArgumentException if {@code isSelf} is false and the name is empty, or if {@code
   *     isSelf} is true and there is a name or a tenant
   */
  public Principal {
    if (isSelf && !(tenant.isEmpty() && name.isEmpty())) {
      throw new IllegalArgumentException("The client itself has neither name nor tenant");
    }
    if (!isSelf && name.isEmpty()) {
      throw new IllegalArgumentException(
          "A principal must have a name; for the client itself use session()");
    }
  }

  /**
   * Creates the principal of a user.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public Principal(String tenant, String name) {
    this(tenant, name, false);
  }

  /**
   * {@return the principal with this name, without a tenant}
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public static Principal of(String name) {
    return new Principal("", name);
  }

  /** {@return the client itself, for grants without a user} */
  public static Principal self() {
    return SELF;
  }
}
