// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Set;

/** A value of a type that other packages cannot name. */
public final class PlainHttpSample {

  private PlainHttpSample() {}

  /** {@return the hosts of one registration} */
  public static Object value() {
    return new PlainHttp(true, Set.of("host.example"));
  }
}
