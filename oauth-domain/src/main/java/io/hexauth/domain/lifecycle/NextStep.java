// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What to do after looking at a grant's record: the rules R2 and R3 of the refresh algorithm,
 * without I/O.
 */
public sealed interface NextStep {

  /**
   * Use what is stored.
   *
   * @param token the stored token
   */
  record Adopt(MintedToken token) implements NextStep {}

  /**
   * Take the lease of what is stored, then present.
   *
   * @param version that must still be there
   */
  record TakeLease(GrantRecord.Version version) implements NextStep {}

  /** Create the record together with its first lease, then ask for a first token. */
  record CreateWithLease() implements NextStep {}

  /** Somebody else presents, or may have presented: look again a little later. */
  record Await() implements NextStep {}

  /**
   * Nothing may be presented for a while.
   *
   * @param delay how long
   * @param errorCode why, if a server said
   */
  record BackOff(Duration delay, Optional<OAuthErrorCode> errorCode) implements NextStep {}

  /**
   * The user is needed.
   *
   * @param reason why
   * @param errorCode what the server said, if it was the server
   */
  record NeedUser(Reason reason, Optional<OAuthErrorCode> errorCode) implements NextStep {}

  /**
   * What to do.
   *
   * @param stored the record and its opened document, if there is one
   * @param want what is asked of it
   * @param met whether a stored token is what is wanted
   * @param selfObtainable whether the client can obtain the grant without the user
   * @param hold how long an intent is left alone after its lease has ended
   */
  static NextStep of(
      Optional<Stored> stored,
      Want want,
      boolean met,
      boolean selfObtainable,
      Duration hold,
      Instant storeNow) {
    if (stored.isEmpty()) {
      return selfObtainable
          ? new CreateWithLease()
          : new NeedUser(Reason.NO_GRANT, Optional.empty());
    }
    GrantRecord record = stored.get().record();
    if (record.state() == GrantState.TOMBSTONE) {
      return new NeedUser(Reason.REVOKED, Optional.empty());
    }
    Optional<MintedToken> token = stored.get().document().token(want.access());
    if (met && token.isPresent()) {
      return new Adopt(token.get());
    }
    if (record.state() == GrantState.DEAD) {
      return new NeedUser(Reason.GRANT_REFUSED, record.errorCode());
    }
    if (!selfObtainable && stored.get().document().refreshToken().isEmpty()) {
      return new NeedUser(Reason.NO_REFRESH_TOKEN, Optional.empty());
    }
    Optional<Instant> notBefore = record.notBefore().filter(storeNow::isBefore);
    if (notBefore.isPresent()) {
      return new BackOff(Duration.between(storeNow, notBefore.get()), record.errorCode());
    }
    if (record.isLeasable(storeNow, hold)) {
      return new TakeLease(record.version());
    }
    // While a lease lives somebody may still finish; after it, nothing can happen before the hold
    // is over.
    return record
        .lease()
        .filter(lease -> !storeNow.isBefore(lease.until()))
        .<NextStep>map(
            lease -> {
              Instant free = lease.until().plus(hold).plusMillis(1);
              return new BackOff(Duration.between(storeNow, free), record.errorCode());
            })
        .orElseGet(Await::new);
  }

  /**
   * A record and what was sealed in it.
   *
   * @param record as the store has it
   * @param document opened; empty at generation 0
   */
  record Stored(GrantRecord record, GrantDocument document) {}
}
