// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/**
 * Obtains a token for this process only, while the store does not answer. No lease is needed, and
 * one thread at a time requests a token for each grant. A refresh token in the answer is not kept.
 */
final class TokenWithoutStore {

  private final TokenExceptions exceptions;
  private final TokenSource source;
  private final TokenMaterializer materializer;
  private final RandomSource random;
  private final OAuthClock clock;

  TokenWithoutStore(
      TokenExceptions exceptions,
      TokenSource source,
      TokenMaterializer materializer,
      RandomSource random,
      OAuthClock clock) {
    this.exceptions = exceptions;
    this.source = source;
    this.materializer = materializer;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Obtains a token, if this is possible without the store.
   *
   * @param failure the failure of the store
   * @param cell the cache entry of the token
   * @param requirement the requirement for the token
   * @return the token
   * @throws ServiceUnavailableException the given failure, if the token cannot be obtained twice
   *     without harm, or if the grant was revoked here and no later one has been read
   */
  Snapshot after(
      ServiceUnavailableException failure, TokenCell cell, TokenRequirement requirement) {
    boolean storeGone = failure.service() == Service.STORE && failure.isRetryable();
    if (!storeGone || !source.isHarmlessToRepeat() || cell.grant().isForgotten()) {
      throw failure;
    }
    // Another thread that had the turn before may have obtained the token.
    return cell.metBy(requirement, clock).orElseGet(() -> obtained(cell));
  }

  private Snapshot obtained(TokenCell cell) {
    var moment = new ClockReading(clock.instant(), clock.nanoTime());
    var version = new GrantRecord.Version(grantId(cell.grant(), moment), 1);
    TokenResult result =
        source.server().obtain(cell.grant(), cell.access()).covering(cell::missing);
    Optional<OAuthException> problem = exceptions.of(result);
    if (problem.isPresent()) {
      if (result.token().isPresent()) {
        cell.refused(problem.get(), version, clock.nanoTime());
      } else {
        cell.failed(problem.get(), version, clock.nanoTime());
      }
      throw problem.get();
    }
    GrantedToken granted = result.token().orElseThrow();
    GrantDocument document =
        GrantDocument.empty().with(cell.access(), granted, 1, moment.store()).withoutRefreshToken();
    return materializer
        .learnUnstored(new IssuedGrant(cell, version, document, TokenEvent.Cause.GRANTED, moment))
        .orElseThrow();
  }

  /**
   * Returns an id that is greater than the known one, even if the clocks of nodes differ. So no
   * node replaces the grant by the known one.
   */
  private GrantId grantId(GrantCell grant, ClockReading moment) {
    return grant
        .known()
        .flatMap(known -> random.grantIdAfter(known.version().grantId(), moment.store()))
        .orElseGet(() -> random.grantId(moment.store()));
  }
}
