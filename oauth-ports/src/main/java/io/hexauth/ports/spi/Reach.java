// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/** Addresses that a request may be sent to. */
public enum Reach {
  /** Every address: for a URL that the application has configured. */
  ANYWHERE,
  /**
   * Global unicast addresses only: for a URL that came from outside, so that it cannot lead to a
   * machine of this network. The address that the connection is made to counts, and not the name.
   */
  PUBLIC
}
