// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.config;

import io.hexauth.domain.registration.SizeLimits;
import java.time.Duration;
import java.util.function.Consumer;

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
 * @param drainTimeout how long {@code close()} waits for requests that are under way, then again
 *     for the application's token providers, and again for what is announced. Default 10 s
 * @param concurrentRequests how many acquisitions run at once for one authorization server in this
 *     process. Default 32
 * @param concurrentAuthorizations how many authorizations of visitors are begun or finished at once
 *     for one authorization server in this process, code exchanges included; they use no thread of
 *     the acquisitions. Default 32
 * @param concurrentRevocations how many grants are revoked at once at one authorization server by
 *     this process; they use no thread of the others. Default 8
 * @param waitingTasks how many tasks of each of these kinds, and of listeners and providers, wait
 *     for a thread; one more fails with a retryable {@code ServiceUnavailableException}. Default 10
 *     000
 * @param circuitThreshold after how many requests in a row that an authorization server did not
 *     answer nothing is sent to it for a while, full jitter below 1 s to 1 min. Default 5
 * @param cachedGrants how many grants are kept in memory, of all registrations together. Default
 *     100 000
 * @param cachedBytes how much memory they may take, as far as it can be counted: rather less is
 *     used. Grants that are in use, and those whose newest credential is stored nowhere else, stay
 *     in any case. Sessions that the application keeps are not counted. Default a quarter of the
 *     largest heap of this JVM
 * @param viewsPerGrant how many views of one grant are kept in memory beside the one of the
 *     registration itself; the least recently used is dropped first. Default 64
 * @param sizeLimits how large the parts of a grant may be, in memory and in the store; nodes that
 *     share a store should have the same
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
        32,
        8,
        10_000,
        5,
        100_000,
        Runtime.getRuntime().maxMemory() / 4,
        64,
        SizeLimits.defaults());
  }

  /** {@return a copy for another namespace} */
  public OAuthClientConfig withNamespace(String changed) {
    return changed(copy -> copy.namespace = changed);
  }

  /**
   * {@return a copy with other times for one refresh}
   *
   * @throws IllegalArgumentException if the lease is too short for the deadline
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

  /** {@return a copy in which callers wait for another time} */
  public OAuthClientConfig withCallerTimeout(Duration changed) {
    return changed(copy -> copy.callerTimeout = changed);
  }

  /** {@return a copy in which memory asks the store after another time} */
  public OAuthClientConfig withStaleness(Duration changed) {
    return changed(copy -> copy.staleness = changed);
  }

  /** {@return a copy in which users may take another time to consent} */
  public OAuthClientConfig withPendingLifetime(Duration changed) {
    return changed(copy -> copy.pendingLifetime = changed);
  }

  /** {@return a copy in which revoked grants are remembered for another time} */
  public OAuthClientConfig withTombstoneRetention(Duration changed) {
    return changed(copy -> copy.tombstoneRetention = changed);
  }

  /** {@return a copy in which {@code close()} waits for another time} */
  public OAuthClientConfig withDrainTimeout(Duration changed) {
    return changed(copy -> copy.drainTimeout = changed);
  }

  /** {@return a copy that gives up on a server after another number of failures in a row} */
  public OAuthClientConfig withCircuitThreshold(int changed) {
    return changed(copy -> copy.circuitThreshold = changed);
  }

  /** {@return a copy with another number of visitors whose authorizations are served at once} */
  public OAuthClientConfig withConcurrentAuthorizations(int changed) {
    return changed(copy -> copy.concurrentAuthorizations = changed);
  }

  /** {@return a copy with another number of grants that are revoked at once} */
  public OAuthClientConfig withConcurrentRevocations(int changed) {
    return changed(copy -> copy.concurrentRevocations = changed);
  }

  /** {@return a copy in which another number of tasks waits for a thread} */
  public OAuthClientConfig withWaitingTasks(int changed) {
    return changed(copy -> copy.waitingTasks = changed);
  }

  /** {@return a copy with other limits on what runs at once and what is kept in memory} */
  public OAuthClientConfig withLimits(int requests, int grants) {
    return changed(
        copy -> {
          copy.concurrentRequests = requests;
          copy.cachedGrants = grants;
        });
  }

  /** {@return a copy whose grants may take another number of bytes of memory} */
  public OAuthClientConfig withCachedBytes(long changed) {
    return changed(copy -> copy.cachedBytes = changed);
  }

  /**
   * {@return a copy that keeps another number of views of one grant in memory}
   *
   * <p>A grant whose views are all in use needs room for them in the store as well: {@link
   * SizeLimits#withDocument}.
   */
  public OAuthClientConfig withViewsPerGrant(int changed) {
    return changed(copy -> copy.viewsPerGrant = changed);
  }

  /** {@return a copy with other limits on the parts of a grant} */
  public OAuthClientConfig withSizeLimits(SizeLimits changed) {
    return changed(copy -> copy.sizeLimits = changed);
  }

  private OAuthClientConfig changed(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.whole();
  }

  /** A configuration that is being changed, before it is checked again. */
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
