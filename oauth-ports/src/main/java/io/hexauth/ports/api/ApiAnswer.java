// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import java.util.Collection;

/** The answer of an API, without its body. An adapter implements it on top of its own type. */
public interface ApiAnswer {

  /** {@return the status code} */
  int status();

  /**
   * {@return the values of every header of this name, in any case; empty if there is none}
   *
   * @param name such as {@code WWW-Authenticate}
   */
  Collection<String> headers(String name);
}
