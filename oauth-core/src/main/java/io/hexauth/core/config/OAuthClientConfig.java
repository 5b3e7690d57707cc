// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.config;

import java.time.Duration;

/**
 * The bounds of everything that waits, runs or is kept. Immutable; {@link #defaults()} and {@code
 * with…} copies.
 *
 * @param namespace separates applications that share a store; part of every key. Default {@code
 *     "hexauth"}
 * @param requestDeadline of one request to the authorization server. Default 8 s
 * @param lease how long a node may take over one refresh, in the store. At least twice the request
 *     deadline. Default 20 s
 * @param hold how long an intent is left alone after its lease. Default 30 s
 * @param callerTimeout how long a caller waits. Default 15 s
 * @param staleness after how long memory asks the store again, in the background. Default 30 s
 * @param pendingLifetime how long a user may take to consent. Default 10 min
 * @param tombstoneRetention how long a revoked grant is remembered. Default 24 h
 * @param drainTimeout how long {@code close()} waits for requests that are under way, and then
 *     again for what they announce. Default 10 s
 * @param concurrentRequests how many acquisitions run at once in this process. Default 32
 * @param cachedGrants how many grants are kept in memory. Default 100 000
 */
public record OAuthClientConfig(
    String namespace,
    Duration requestDeadline,
    Duration lease,
    Duration hold,
    Duration callerTimeout,
    Duration staleness,
    Duration pendingLifetime,
    Duration tombstoneRetention,
    Duration drainTimeout,
    int concurrentRequests,
    int cachedGrants) {

  /**
   * @throws IllegalArgumentException if a bound is not positive, or the lease is shorter than twice
   *     the request deadline
   */
  public OAuthClientConfig {
    positive("requestDeadline", requestDeadline);
    positive("lease", lease);
    positive("callerTimeout", callerTimeout);
    positive("staleness", staleness);
    positive("pendingLifetime", pendingLifetime);
    positive("tombstoneRetention", tombstoneRetention);
    if (hold.isNegative() || drainTimeout.isNegative()) {
      throw new IllegalArgumentException("hold and drainTimeout must not be negative");
    }
    if (lease.compareTo(requestDeadline.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException("lease must be at least twice the requestDeadline");
    }
    if (concurrentRequests < 1 || cachedGrants < 1) {
      throw new IllegalArgumentException("concurrentRequests and cachedGrants must be positive");
    }
  }

  private static void positive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  /** {@return the defaults that stand above} */
  public static OAuthClientConfig defaults() {
    return new OAuthClientConfig(
        "hexauth",
        Duration.ofSeconds(8),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofHours(24),
        Duration.ofSeconds(10),
        32,
        100_000);
  }

  /** {@return a copy for another namespace} */
  public OAuthClientConfig withNamespace(String changed) {
    return new OAuthClientConfig(
        changed,
        requestDeadline,
        lease,
        hold,
        callerTimeout,
        staleness,
        pendingLifetime,
        tombstoneRetention,
        drainTimeout,
        concurrentRequests,
        cachedGrants);
  }

  /**
   * {@return a copy with other times for one refresh}
   *
   * @throws IllegalArgumentException if the lease is too short for the deadline
   */
  public OAuthClientConfig withRefreshTimes(
      Duration deadline, Duration changedLease, Duration changedHold) {
    return new OAuthClientConfig(
        namespace,
        deadline,
        changedLease,
        changedHold,
        callerTimeout,
        staleness,
        pendingLifetime,
        tombstoneRetention,
        drainTimeout,
        concurrentRequests,
        cachedGrants);
  }

  /** {@return a copy in which callers wait for another time} */
  public OAuthClientConfig withCallerTimeout(Duration changed) {
    return new OAuthClientConfig(
        namespace,
        requestDeadline,
        lease,
        hold,
        changed,
        staleness,
        pendingLifetime,
        tombstoneRetention,
        drainTimeout,
        concurrentRequests,
        cachedGrants);
  }

  /** {@return a copy in which memory asks the store after another time} */
  public OAuthClientConfig withStaleness(Duration changed) {
    return new OAuthClientConfig(
        namespace,
        requestDeadline,
        lease,
        hold,
        callerTimeout,
        changed,
        pendingLifetime,
        tombstoneRetention,
        drainTimeout,
        concurrentRequests,
        cachedGrants);
  }

  /** {@return a copy in which users may take another time to consent} */
  public OAuthClientConfig withPendingLifetime(Duration changed) {
    return new OAuthClientConfig(
        namespace,
        requestDeadline,
        lease,
        hold,
        callerTimeout,
        staleness,
        changed,
        tombstoneRetention,
        drainTimeout,
        concurrentRequests,
        cachedGrants);
  }

  /** {@return a copy with other limits on what runs at once and what is kept in memory} */
  public OAuthClientConfig withLimits(int requests, int grants) {
    return new OAuthClientConfig(
        namespace,
        requestDeadline,
        lease,
        hold,
        callerTimeout,
        staleness,
        pendingLifetime,
        tombstoneRetention,
        drainTimeout,
        requests,
        grants);
  }
}
