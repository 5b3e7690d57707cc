// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/** Set of addresses to which a request may be sent. */
public enum Reach {
  /** All addresses. For a URL that the application has configured. */
  ANYWHERE,
  /**
   * Global unicast addresses only. For a URL that another party supplies, for example in server
   * metadata. The request then cannot reach a machine of the internal network. The check applies to
   * the address of the connection, not to the host name.
   */
  PUBLIC
}
