// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.error.OAuthErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The stored record of one grant: a sealed document, and the clear fields that its transitions
 * need. All instants are on the store's clock.
 *
 * @param key names the grant
 * @param grantId tells one authorization from the next
 * @param generation plus one with every stored credential, and by nothing else; 0 means that
 *     nothing was obtained yet
 * @param epoch plus one with every lease: failures are written only under the epoch that they were
 *     seen in
 * @param state decides which transitions are possible
 * @param attempt presentations of this generation so far
 * @param lease the right to present, while a node holds it
 * @param notBefore no new lease before this instant
 * @param errorText the reason of the last failure, if the server gave one; a text that is no error
 *     code is kept for as long as one would be
 * @param envelope the sealed document; absent exactly at generation 0 and in a tombstone
 * @param commitId tells which write stored the document: the attempt id of the lease under which it
 *     was obtained, or the grant id. Absent where a version before this field wrote it
 * @param accessExpiresAt when the newest access token ends, for scans and operators
 * @param retainUntil when the record is of no use any more; absent for as long as it is not erased
 * @param createdAt when this grant id was written first
 * @param updatedAt when anything was written last
 * @param others clear fields that this version does not know, by name; transitions keep them
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

  /** No pause that Hexauth writes is longer. */
  public static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /**
   * A pause that ends later than this from now is damage, or the store's clock was set back. The
   * minute is for the clock that wrote the pause, which may be ahead of the clock that judges it.
   */
  public static final Duration LONGEST_CREDIBLE_PAUSE = LONGEST_PAUSE.plusMinutes(1);

  /** Copies the other fields. */
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

  /** {@return the reason of the last failure, if the server gave an error code} */
  public Optional<OAuthErrorCode> errorCode() {
    return errorText.flatMap(OAuthErrorCode::parse);
  }

  /** {@return the grant and generation, which a write of this grant must find unchanged} */
  public Version version() {
    return new Version(grantId, generation);
  }

  /**
   * {@return whether another node can take the lease now}
   *
   * @param now the store's clock, at the earliest
   * @param hold how long an intent is left alone after its lease has ended
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

  /** {@return whether a lease runs} */
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

  /** {@return whether the record counts as absent, because its time is over} */
  public boolean isOver(Instant now) {
    return retainUntil.filter(end -> !now.isBefore(end)).isPresent();
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

  /** A record in the making; not safe for use by multiple threads. */
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
