// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.config;

import io.hexauth.domain.registration.SizeLimits;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Limits of Hexauth: waiting times, concurrent work and memory. Immutable. Start with {@link
 * #defaults()}; the {@code with…} methods return copies.
 *
 * @param namespace separates applications that share a store; part of every key. Default {@code
 *     "hexauth"}
 * @param requestDeadline the time limit of one request to the authorization server. Default 8 s
 * @param lease the time for which a node may refresh one grant before the store lets another node
 *     do so. At least twice the request deadline. Default 20 s
 * @param hold the time after a lease in which no node repeats a refresh with an unknown outcome.
 *     Default 30 s
 * @param callerTimeout the time that a caller waits. Default 15 s
 * @param staleness the age of a grant in memory after which Hexauth reads it again from the store,
 *     in the background. Default 30 s
 * @param pendingLifetime the time that a user has to consent. Default 10 min
 * @param tombstoneRetention the time for which the record of a revoked grant is kept. Default 24 h
 * @param drainTimeout the time limit of each of three waits of {@code close()}: for requests that
 *     have started, for the application's token providers, and for the delivery of events. Default
 *     10 s
 * @param concurrentRequests the number of concurrent refreshes and reads of grants, for one
 *     authorization server in this process. Default 32
 * @param concurrentAuthorizations the number of concurrent authorizations of visitors, including
 *     code exchanges, for one authorization server in this process. They have separate threads.
 *     Default 32
 * @param concurrentRevocations the number of concurrent revocations at one authorization server by
 *     this process. They have separate threads. Default 8
 * @param waitingTasks the number of tasks that can wait for a thread. The limit applies separately
 *     to each of the three kinds above, to listeners and to providers. One more task fails with a
 *     retryable {@code ServiceUnavailableException}. Default 10 000
 * @param circuitThreshold the number of requests in a row without an answer after which the circuit
 *     breaker of a server opens. Its pause is random, below 1 s at first and up to 1 min later.
 *     Default 5
 * @param cachedGrants the number of grants in memory, of all registrations together. Default 100
 *     000
 * @param cachedBytes the memory for these grants, as an estimate; the real size is usually lower.
 *     Grants that are in use, or whose newest tokens are not stored, always stay in memory.
 *     Sessions that the application keeps are not counted. Default a quarter of the maximum heap of
 *     this JVM
 * @param viewsPerGrant the number of views of one grant in memory, not counting the registration's
 *     own scopes. The least recently used view is removed first. Default 64
 * @param sizeLimits the limits on the parts of a grant, in memory and in the store; use the same on
 *     all nodes that share a store
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
    int concurrentAuthorizations,
    int concurrentRevocations,
    int waitingTasks,
    int circuitThreshold,
    int cachedGrants,
    long cachedBytes,
    int viewsPerGrant,
    SizeLimits sizeLimits) {

  /**
   * @throws IllegalArgumentException if a limit is not positive, or if the lease is shorter than
   *     twice the request deadline
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
    positive("concurrentAuthorizations", concurrentAuthorizations);
    positive("concurrentRevocations", concurrentRevocations);
    positive("waitingTasks", waitingTasks);
    if (concurrentRequests < 1 || circuitThreshold < 1 || cachedGrants < 1) {
      throw new IllegalArgumentException(
          "concurrentRequests, circuitThreshold and cachedGrants must be positive");
    }
    if (cachedBytes < 1 || viewsPerGrant < 1) {
      throw new IllegalArgumentException("cachedBytes and viewsPerGrant must be positive");
    }
  }

  private static void positive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  private static void positive(String name, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  /** {@return the default limits, as listed above} */
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
        32,
        8,
        10_000,
        5,
        100_000,
        Runtime.getRuntime().maxMemory() / 4,
        64,
        SizeLimits.defaults());
  }

  /** {@return a copy with another {@link #namespace()}} */
  public OAuthClientConfig withNamespace(String changed) {
    return changed(copy -> copy.namespace = changed);
  }

  /**
   * {@return a copy with another request deadline, lease and hold}
   *
   * @throws IllegalArgumentException if the lease is shorter than twice the deadline
   */
  public OAuthClientConfig withRefreshTimes(
      Duration deadline, Duration changedLease, Duration changedHold) {
    return changed(
        copy -> {
          copy.requestDeadline = deadline;
          copy.lease = changedLease;
          copy.hold = changedHold;
        });
  }

  /** {@return a copy with another {@link #callerTimeout()}} */
  public OAuthClientConfig withCallerTimeout(Duration changed) {
    return changed(copy -> copy.callerTimeout = changed);
  }

  /** {@return a copy with another {@link #staleness()}} */
  public OAuthClientConfig withStaleness(Duration changed) {
    return changed(copy -> copy.staleness = changed);
  }

  /** {@return a copy with another {@link #pendingLifetime()}} */
  public OAuthClientConfig withPendingLifetime(Duration changed) {
    return changed(copy -> copy.pendingLifetime = changed);
  }

  /** {@return a copy with another {@link #tombstoneRetention()}} */
  public OAuthClientConfig withTombstoneRetention(Duration changed) {
    return changed(copy -> copy.tombstoneRetention = changed);
  }

  /** {@return a copy with another {@link #drainTimeout()}} */
  public OAuthClientConfig withDrainTimeout(Duration changed) {
    return changed(copy -> copy.drainTimeout = changed);
  }

  /** {@return a copy with another {@link #circuitThreshold()}} */
  public OAuthClientConfig withCircuitThreshold(int changed) {
    return changed(copy -> copy.circuitThreshold = changed);
  }

  /** {@return a copy with another {@link #concurrentAuthorizations()}} */
  public OAuthClientConfig withConcurrentAuthorizations(int changed) {
    return changed(copy -> copy.concurrentAuthorizations = changed);
  }

  /** {@return a copy with another {@link #concurrentRevocations()}} */
  public OAuthClientConfig withConcurrentRevocations(int changed) {
    return changed(copy -> copy.concurrentRevocations = changed);
  }

  /** {@return a copy with another {@link #waitingTasks()}} */
  public OAuthClientConfig withWaitingTasks(int changed) {
    return changed(copy -> copy.waitingTasks = changed);
  }

  /** {@return a copy with another {@link #concurrentRequests()} and {@link #cachedGrants()}} */
  public OAuthClientConfig withLimits(int requests, int grants) {
    return changed(
        copy -> {
          copy.concurrentRequests = requests;
          copy.cachedGrants = grants;
        });
  }

  /** {@return a copy with another {@link #cachedBytes()}} */
  public OAuthClientConfig withCachedBytes(long changed) {
    return changed(copy -> copy.cachedBytes = changed);
  }

  /**
   * {@return a copy with another {@link #viewsPerGrant()}}
   *
   * <p>The stored document of a grant must have room for all views in use: see {@link
   * SizeLimits#withDocument}.
   */
  public OAuthClientConfig withViewsPerGrant(int changed) {
    return changed(copy -> copy.viewsPerGrant = changed);
  }

  /** {@return a copy with another {@link #sizeLimits()}} */
  public OAuthClientConfig withSizeLimits(SizeLimits changed) {
    return changed(copy -> copy.sizeLimits = changed);
  }

  private OAuthClientConfig changed(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.whole();
  }

  /** Mutable copy of a configuration. The record that is created from it is checked again. */
  private static final class Copy {
    private String namespace;
    private Duration requestDeadline;
    private Duration lease;
    private Duration hold;
    private Duration callerTimeout;
    private Duration staleness;
    private Duration pendingLifetime;
    private Duration tombstoneRetention;
    private Duration drainTimeout;
    private int concurrentRequests;
    private int concurrentAuthorizations;
    private int concurrentRevocations;
    private int waitingTasks;
    private int circuitThreshold;
    private int cachedGrants;
    private long cachedBytes;
    private int viewsPerGrant;
    private SizeLimits sizeLimits;

    Copy(OAuthClientConfig from) {
      namespace = from.namespace;
      requestDeadline = from.requestDeadline;
      lease = from.lease;
      hold = from.hold;
      callerTimeout = from.callerTimeout;
      staleness = from.staleness;
      pendingLifetime = from.pendingLifetime;
      tombstoneRetention = from.tombstoneRetention;
      drainTimeout = from.drainTimeout;
      concurrentRequests = from.concurrentRequests;
      concurrentAuthorizations = from.concurrentAuthorizations;
      concurrentRevocations = from.concurrentRevocations;
      waitingTasks = from.waitingTasks;
      circuitThreshold = from.circuitThreshold;
      cachedGrants = from.cachedGrants;
      cachedBytes = from.cachedBytes;
      viewsPerGrant = from.viewsPerGrant;
      sizeLimits = from.sizeLimits;
    }

    OAuthClientConfig whole() {
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
          concurrentRequests,
          concurrentAuthorizations,
          concurrentRevocations,
          waitingTasks,
          circuitThreshold,
          cachedGrants,
          cachedBytes,
          viewsPerGrant,
          sizeLimits);
    }
  }
}
