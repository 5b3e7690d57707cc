// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.time;

import jakarta.inject.Inject;

/** The random name of this process, which leases and jitter of all registrations share. */
public final class NodeName {

  private final String value;

  /** Draws a name that no other process has. */
  @Inject
  NodeName(RandomSource random) {
    this.value = random.id();
  }

  /** {@return the name} */
  public String value() {
    return value;
  }
}
