// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import java.util.Collection;

/**
 * Answer of an API, without its body. An adapter implements this interface for its own response
 * type.
 */
public interface ApiAnswer {

  /** {@return the status code} */
  int status();

  /**
   * {@return all values of a header; empty if the header is absent}
   *
   * @param name name of the header in any case, such as {@code WWW-Authenticate}
   */
  Collection<String> headers(String name);
}
