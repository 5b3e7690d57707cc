// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

/**
 * Identifier of one write of a stored grant. Core creates a random revision for each write. A store
 * compares revisions byte by byte, and never creates one.
 *
 * @param value 1 to 32 ASCII letters and digits
 */
public record Revision(String value) {

  /**
   * @throws IllegalArgumentException if the value has another form
   */
  public Revision {
    if (value.isEmpty() || value.length() > 32 || !isPlain(value)) {
      throw new IllegalArgumentException("A revision must have 1 to 32 ASCII letters and digits");
    }
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
