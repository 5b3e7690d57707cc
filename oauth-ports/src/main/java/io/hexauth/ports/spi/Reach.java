// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/** Set of addresses to which a request may be sent. */
public enum Reach {
  /** All addresses. For a URL that the application has configured. */
  ANYWHERE,
  /**
   * Global unicast addresses only. For a URL that another party supplies, for example in server
   * metadata: the request cannot reach a machine of the internal network. The address of the
   * connection is checked, not the host name.
   */
  PUBLIC
}
