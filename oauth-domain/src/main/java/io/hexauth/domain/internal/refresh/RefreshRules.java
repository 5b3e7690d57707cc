// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;

/**
 * Rules of the refreshes of one registration.
 *
 * @param lease how long a node may take, from before it asked for the lease
 * @param hold how long an intent is left alone after its lease has ended
 * @param deadline of one request to the server
 * @param tombstoneRetention how long a revoked grant is remembered by the store: what was confirmed
 *     longer ago may have been revoked and forgotten
 * @param rotation what the server does with a refresh token that was presented
 * @param selfObtainable whether the client can obtain the grant without the user
 */
public record RefreshRules(
    Duration lease,
    Duration hold,
    Duration deadline,
    Duration tombstoneRetention,
    RotationPolicy rotation,
    boolean selfObtainable) {

  /**
   * {@return whether a request that starts now would end well inside the lease}
   *
   * @param spent since before the lease was asked for, on the monotonic clock
   */
  public boolean mayPresent(Duration spent) {
    return lease.minus(spent).compareTo(deadline) > 0;
  }
}
