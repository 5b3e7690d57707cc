// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Who a grant belongs to, in the application's own words. Compared exactly: case, white space and
 * Unicode form count.
 *
 * @param tenant the customer it belongs to; empty where there are none
 * @param name the user, or whatever else consented; empty for the client itself
 */
public record Principal(String tenant, String name) {

  private static final Principal SELF = new Principal("", "");

  /**
   * {@return the principal of this name, without a tenant}
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public static Principal of(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "A principal has a name; for the client itself use session()");
    }
    return new Principal("", name);
  }

  /** {@return whether this is the client itself} */
  public boolean isSelf() {
    return equals(SELF);
  }

  /** {@return the client itself, for grants that have no user} */
  public static Principal self() {
    return SELF;
  }
}
