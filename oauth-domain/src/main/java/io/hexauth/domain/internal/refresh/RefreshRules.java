// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;

/**
 * Rules for the refreshes of one registration.
 *
 * @param lease the duration of a lease, from the time at which a node requests it
 * @param hold the time after a lease that ended without a known outcome, in which no node refreshes
 *     the grant
 * @param deadline the time limit of one request to the server
 * @param tombstoneRetention the time for which the store keeps the record of a revoked grant. A
 *     grant in memory that was last confirmed longer ago may have been revoked, and its tombstone
 *     removed
 * @param rotation the server's policy for refresh tokens
 * @param selfObtainable true if the client can obtain the grant without the user
 */
public record RefreshRules(
    Duration lease,
    Duration hold,
    Duration deadline,
    Duration tombstoneRetention,
    RotationPolicy rotation,
    boolean selfObtainable) {

  /**
   * {@return true if a request that starts now ends inside the lease}
   *
   * @param spent the time since this node requested the lease, by the monotonic clock
   */
  public boolean mayPresent(Duration spent) {
    return lease.minus(spent).compareTo(deadline) > 0;
  }
}
