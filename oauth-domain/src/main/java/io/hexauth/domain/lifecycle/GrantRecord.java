// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.error.OAuthErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a store holds for one grant: a sealed document, and the few clear fields that conditional
 * writes need. All instants are on the store's clock.
 *
 * @param key names the grant
 * @param grantId tells one authorization from the next
 * @param generation plus one with every stored credential, and by nothing else; 0 means that
 *     nothing was obtained yet
 * @param epoch plus one with every lease: failures are written only under the epoch that they were
 *     seen in
 * @param state what may happen next
 * @param attempt presentations of this generation so far
 * @param lease who may present, if anybody has asked to
 * @param notBefore no new lease before this instant
 * @param errorCode why, if a server said
 * @param envelope the sealed document; absent exactly at generation 0 and in a tombstone
 * @param accessExpiresAt when the newest access token ends, for scans and operators
 * @param createdAt when this grant id was written first
 * @param updatedAt when anything was written last
 */
public record GrantRecord(
    GrantKey key,
    GrantId grantId,
    long generation,
    long epoch,
    GrantState state,
    int attempt,
    Optional<Lease> lease,
    Optional<Instant> notBefore,
    Optional<OAuthErrorCode> errorCode,
    Optional<Envelope> envelope,
    Optional<Instant> accessExpiresAt,
    Instant createdAt,
    Instant updatedAt) {

  /** {@return what a write of this grant must find unchanged} */
  public Version version() {
    return new Version(grantId, generation);
  }

  /**
   * Whether another node can take the lease now.
   *
   * @param hold how long an intent is left alone after its lease has ended
   */
  public boolean isLeasable(Instant storeNow, Duration hold) {
    if (notBefore.filter(storeNow::isBefore).isPresent()) {
      return false;
    }
    return switch (state) {
      case IDLE -> lease.filter(l -> storeNow.isBefore(l.until())).isEmpty();
      case INTENT -> lease.filter(l -> !l.until().plus(hold).isBefore(storeNow)).isEmpty();
      case DEAD, TOMBSTONE -> false;
    };
  }

  /**
   * A grant and its generation: equal versions hold the same credential.
   *
   * @param grantId tells one authorization from the next
   * @param generation of the stored credential
   */
  public record Version(GrantId grantId, long generation) {

    /** {@return whether this is a later generation of the same grant, or a later grant} */
    public boolean isNewerThan(Version other) {
      return grantId.equals(other.grantId)
          ? generation > other.generation
          : grantId.value().compareTo(other.grantId.value()) > 0;
    }
  }
}
