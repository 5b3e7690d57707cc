// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/** Set of addresses to which a request may be sent. */
public enum Reach {
  /** All addresses. For a URL that the application has configured. */
  ANYWHERE,
  /**
   * Global unicast addresses only. For a URL from outside, such as server metadata, so that it
   * cannot lead to a machine of the internal network. The address of the connection counts, not the
   * host name.
   */
  PUBLIC
}
