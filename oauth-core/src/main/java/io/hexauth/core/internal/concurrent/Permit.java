// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.function.BooleanSupplier;

/**
 * Permission to send one token request.
 *
 * @param generation the stored generation at the time of the request, for the log; 0 for a new
 *     grant
 * @param mayPresent the check whether the request may be sent. It runs before the request is
 *     created, because suppliers of the application may take time, and again right before the first
 *     byte is written
 * @param afterLook an action between the two checks
 */
public record Permit(long generation, BooleanSupplier mayPresent, Runnable afterLook) {

  /** {@return the permission to obtain a new grant, which needs no lease} */
  public static Permit newGrant() {
    return new Permit(0, () -> true, () -> {});
  }

  /** {@return true if the request may still be sent} */
  public boolean isValid() {
    boolean may = mayPresent.getAsBoolean();
    afterLook.run();
    return may;
  }
}
