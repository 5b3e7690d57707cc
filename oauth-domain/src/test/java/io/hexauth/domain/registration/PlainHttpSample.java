// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Set;

/** Value of a package-private type, for tests in other packages. */
public final class PlainHttpSample {

  private PlainHttpSample() {}

  /** {@return the hosts of one registration} */
  public static Object value() {
    return new PlainHttp(true, Set.of("host.example"));
  }
}
