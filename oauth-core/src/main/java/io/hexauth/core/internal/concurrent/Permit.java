// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.function.BooleanSupplier;

/**
 * Leave to send one request for a token.
 *
 * @param generation what is stored when the request leaves, for the log; 0 for a new grant
 * @param mayPresent asked before the request is made, for suppliers of the application may take
 *     their time, and again right before its first byte is written
 * @param afterLook done between the two
 */
public record Permit(long generation, BooleanSupplier mayPresent, Runnable afterLook) {

  /** {@return leave to obtain a new grant, which no lease protects} */
  public static Permit newGrant() {
    return new Permit(0, () -> true, () -> {});
  }

  /** {@return whether a request may still be made} */
  public boolean isValid() {
    boolean may = mayPresent.getAsBoolean();
    afterLook.run();
    return may;
  }
}
