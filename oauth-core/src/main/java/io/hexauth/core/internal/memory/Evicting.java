// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.memory;

/** A store that forgets what is still of use rather than fill the memory. */
public interface Evicting {

  /** {@return how much of what was still of use was forgotten so far} */
  long evicted();
}
