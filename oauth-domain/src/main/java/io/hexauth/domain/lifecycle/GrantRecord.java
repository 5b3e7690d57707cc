// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.error.OAuthErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Stored record of one grant: an encrypted document, and the unencrypted fields that state changes
 * need. All instants are by the store's clock.
 *
 * @param key the key of the grant
 * @param grantId the identifier of the grant; each authorization or import of a principal creates a
 *     new one
 * @param generation the number of stored tokens of the grant. It grows by one with each of them; 0
 *     if no token has been stored
 * @param epoch the number of leases of the grant. A failure is written only if the epoch is still
 *     that of the failed attempt
 * @param state the state, which decides on the possible next states
 * @param attempt the number of times that the refresh token of this generation may have been sent
 * @param lease the right of one node to send the refresh token; empty if no node has it
 * @param notBefore the end of a pause without new leases; empty if there is no pause
 * @param errorText the server's error code of the last failure; empty if there is none. A stored
 *     text that is not a valid error code is kept in the same way
 * @param envelope the encrypted document; empty only at generation 0 and in a tombstone
 * @param commitId the identifier of the write that stored the document: the attempt id of the
 *     lease, or the grant id. Empty if there is no document
 * @param accessExpiresAt the latest expiry of the grant's access tokens, for listings and
 *     operators; empty if none has an expiry
 * @param retainUntil the time after which the record can be removed; empty if it must be kept
 * @param createdAt the time of the first write with this grant id
 * @param updatedAt the time of the last write
 * @param others the unencrypted fields that this version does not know, by name; state changes keep
 *     them
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
    Optional<String> errorText,
    Optional<Envelope> envelope,
    Optional<String> commitId,
    Optional<Instant> accessExpiresAt,
    Optional<Instant> retainUntil,
    Instant createdAt,
    Instant updatedAt,
    Map<String, String> others) {

  /** Longest pause that Hexauth writes. */
  public static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /**
   * Longest pause that Hexauth accepts when it reads a record. A longer one is damage, or the
   * store's clock was set back. The additional minute allows for clocks that differ.
   */
  public static final Duration LONGEST_CREDIBLE_PAUSE = LONGEST_PAUSE.plusMinutes(1);

  /** Creates a record with a copy of the other fields. */
  public GrantRecord {
    others = Map.copyOf(others);
  }

  /** {@return a builder of the first record of a grant: idle, at generation 0} */
  public static Builder builder(GrantKey key, GrantId grantId, Instant now) {
    return new Builder(key, grantId, now);
  }

  /** {@return a builder that starts with this record} */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * {@return the error code of the last failure; empty if there is none, or if the stored text is
   * not a valid code}
   */
  public Optional<OAuthErrorCode> errorCode() {
    return errorText.flatMap(OAuthErrorCode::parse);
  }

  /**
   * {@return the grant id and the generation} A write of this grant succeeds only if both are
   * unchanged in the store.
   */
  public Version version() {
    return new Version(grantId, generation);
  }

  /**
   * {@return true if a node can take the lease now}
   *
   * @param now the time of the store's clock, or an earlier one
   * @param hold the time after a lease that ended without a known outcome, in which no node
   *     refreshes the grant
   */
  public boolean isLeasable(Instant now, Duration hold) {
    if (pause(now).isPresent()) {
      return false;
    }
    return switch (state) {
      case IDLE -> !isLeased(now);
      case INTENT -> lease.filter(l -> !l.until().plus(hold).isBefore(now)).isEmpty();
      case DEAD, TOMBSTONE -> false;
    };
  }

  /** {@return true if a node holds the lease at this time} */
  public boolean isLeased(Instant now) {
    return lease.filter(l -> now.isBefore(l.until())).isPresent();
  }

  /**
   * {@return the time from {@code now} until a new lease is allowed} It is empty if there is no
   * pause, or if the pause is over. It is also empty if the pause is longer than {@link
   * #LONGEST_CREDIBLE_PAUSE}, because such a pause is ignored.
   *
   * @param now the store's clock
   */
  public Optional<Duration> pause(Instant now) {
    return notBefore
        .filter(now::isBefore)
        .map(end -> Duration.between(now, end))
        .filter(pause -> pause.compareTo(LONGEST_CREDIBLE_PAUSE) <= 0);
  }

  /** {@return true if the record counts as absent, because its retention has ended} */
  public boolean isOver(Instant now) {
    return retainUntil.filter(end -> !now.isBefore(end)).isPresent();
  }

  /**
   * Grant id and generation. Records with equal versions contain the same token.
   *
   * @param grantId the identifier of the grant
   * @param generation the generation of the stored token
   */
  public record Version(GrantId grantId, long generation) {

    /** {@return true if this is a later generation of the same grant, or a later grant} */
    public boolean isNewerThan(Version other) {
      return grantId.equals(other.grantId)
          ? generation > other.generation
          : grantId.value().compareTo(other.grantId.value()) > 0;
    }
  }

  /** Builder of a record. Not safe for use by multiple threads. */
  public static final class Builder {

    private final GrantKey key;
    private final Instant createdAt;
    private GrantId grantId;
    private long generation;
    private long epoch;
    private GrantState state = GrantState.IDLE;
    private int attempt;
    private Optional<Lease> lease = Optional.empty();
    private Optional<Instant> notBefore = Optional.empty();
    private Optional<String> errorText = Optional.empty();
    private Optional<Envelope> envelope = Optional.empty();
    private Optional<String> commitId = Optional.empty();
    private Optional<Instant> accessExpiresAt = Optional.empty();
    private Optional<Instant> retainUntil = Optional.empty();
    private Instant updatedAt;
    private Map<String, String> others = Map.of();

    private Builder(GrantKey key, GrantId grantId, Instant now) {
      this.key = key;
      this.grantId = grantId;
      this.createdAt = now;
      this.updatedAt = now;
    }

    private Builder(GrantRecord from) {
      this(from.key, from.grantId, from.createdAt);
      generation = from.generation;
      epoch = from.epoch;
      state = from.state;
      attempt = from.attempt;
      lease = from.lease;
      notBefore = from.notBefore;
      errorText = from.errorText;
      envelope = from.envelope;
      commitId = from.commitId;
      accessExpiresAt = from.accessExpiresAt;
      retainUntil = from.retainUntil;
      updatedAt = from.updatedAt;
      others = from.others;
    }

    /** Sets {@link GrantRecord#grantId()} and {@link GrantRecord#generation()}. */
    public Builder version(Version version) {
      this.grantId = version.grantId();
      this.generation = version.generation();
      return this;
    }

    /** Sets {@link GrantRecord#epoch()}. */
    public Builder epoch(long epoch) {
      this.epoch = epoch;
      return this;
    }

    /** Sets {@link GrantRecord#state()}. */
    public Builder state(GrantState state) {
      this.state = state;
      return this;
    }

    /** Sets {@link GrantRecord#attempt()}. */
    public Builder attempt(int attempt) {
      this.attempt = attempt;
      return this;
    }

    /** Sets {@link GrantRecord#lease()}. */
    public Builder lease(Optional<Lease> lease) {
      this.lease = lease;
      return this;
    }

    /** Sets {@link GrantRecord#notBefore()}. */
    public Builder notBefore(Optional<Instant> notBefore) {
      this.notBefore = notBefore;
      return this;
    }

    /** Sets {@link GrantRecord#errorCode()}. */
    public Builder errorCode(Optional<OAuthErrorCode> errorCode) {
      return errorText(errorCode.map(OAuthErrorCode::value));
    }

    /** Sets {@link GrantRecord#errorText()}. */
    public Builder errorText(Optional<String> errorText) {
      this.errorText = errorText;
      return this;
    }

    /** Sets {@link GrantRecord#envelope()}. */
    public Builder envelope(Optional<Envelope> envelope) {
      this.envelope = envelope;
      return this;
    }

    /** Sets {@link GrantRecord#commitId()}. */
    public Builder commitId(Optional<String> commitId) {
      this.commitId = commitId;
      return this;
    }

    /** Sets {@link GrantRecord#accessExpiresAt()}. */
    public Builder accessExpiresAt(Optional<Instant> accessExpiresAt) {
      this.accessExpiresAt = accessExpiresAt;
      return this;
    }

    /** Sets {@link GrantRecord#retainUntil()}. */
    public Builder retainUntil(Optional<Instant> retainUntil) {
      this.retainUntil = retainUntil;
      return this;
    }

    /** Sets {@link GrantRecord#updatedAt()}. */
    public Builder updatedAt(Instant updatedAt) {
      this.updatedAt = updatedAt;
      return this;
    }

    /** Sets {@link GrantRecord#others()}. */
    public Builder others(Map<String, String> others) {
      this.others = others;
      return this;
    }

    /** {@return the record} */
    public GrantRecord build() {
      return new GrantRecord(
          key,
          grantId,
          generation,
          epoch,
          state,
          attempt,
          lease,
          notBefore,
          errorText,
          envelope,
          commitId,
          accessExpiresAt,
          retainUntil,
          createdAt,
          updatedAt,
          others);
    }
  }
}
