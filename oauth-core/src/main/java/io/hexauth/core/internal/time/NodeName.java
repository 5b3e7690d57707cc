// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import jakarta.inject.Inject;

/** Random name of this process, used in leases and for jitter. */
public final class NodeName {

  private final String value;

  /** Creates a unique name. */
  @Inject
  NodeName(RandomSource random) {
    this.value = random.id();
  }

  /** {@return the name} */
  public String value() {
    return value;
  }
}
