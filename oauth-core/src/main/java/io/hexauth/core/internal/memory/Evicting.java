// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

/** Store that removes usable entries before it fills the memory. */
public interface Evicting {

  /** {@return the number of usable entries that have been removed so far} */
  long evicted();
}
