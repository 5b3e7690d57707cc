// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.core.internal.grant.RejectedTokens;
import io.hexauth.domain.challenge.ApiRejection;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.Recovery;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;

/** What follows from the answers of APIs to the tokens of one registration. */
final class Recoveries {

  private final GrantEngine engine;
  private final RejectedTokens rejected;

  Recoveries(GrantEngine engine) {
    this.engine = engine;
    this.rejected = engine.rejected();
  }

  Recovery recover(TokenCell cell, ApiAuthorization used, ApiAnswer answer) {
    Snapshot carried = carried(cell, used);
    Optional<Recovery> known = withoutRefresh(cell, used, carried, answer);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return again(rejected.replace(cell, carried));
    } catch (OAuthException e) {
      return Recovery.refused(e);
    }
  }

  CompletableFuture<Recovery> recoverAsync(
      TokenCell cell, ApiAuthorization used, ApiAnswer answer) {
    Snapshot carried = carried(cell, used);
    return withoutRefresh(cell, used, carried, answer)
        .map(CompletableFuture::completedFuture)
        .orElseGet(
            () ->
                rejected
                    .replaceAsync(cell, carried)
                    .handle((token, failure) -> failure == null ? again(token) : refused(failure)));
  }

  /** What the answer says by itself; empty if the token was rejected, and another may do. */
  private Optional<Recovery> withoutRefresh(
      TokenCell cell, ApiAuthorization used, Snapshot carried, ApiAnswer answer) {
    int status = answer.status();
    if (status != 401 && status != 403) {
      if (status < 400) {
        rejected.accepted(cell, carried);
      }
      return Optional.of(Recovery.done());
    }
    Optional<ApiRejection> rejection = ApiRejection.of(status, answer.headers("WWW-Authenticate"));
    if (rejection.isEmpty()) {
      return Optional.of(Recovery.done());
    }
    return rejection
        .get()
        .demanded()
        .map(demanded -> refused(demanded))
        .or(() -> used instanceof Again ? Optional.of(Recovery.done()) : Optional.empty());
  }

  private Recovery refused(ApiRejection.Demanded demanded) {
    return Recovery.refused(
        ReauthorizationRequiredException.demanded(
            engine.registration().id(), demanded.reason(), demanded.demand()));
  }

  private static Recovery again(Optional<Snapshot> token) {
    return token.<Recovery>map(t -> Recovery.again(new Again(t))).orElseGet(Recovery::done);
  }

  private static Recovery refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof OAuthException e) {
      return Recovery.refused(e);
    }
    throw failure instanceof RuntimeException e ? e : new CompletionException(failure);
  }

  private static Snapshot carried(TokenCell cell, ApiAuthorization used) {
    Snapshot carried =
        used instanceof Snapshot first ? first : used instanceof Again second ? second.with : null;
    if (carried == null || !carried.key().equals(cell.grant().key())) {
      throw new IllegalArgumentException(
          "The authorization is not of this grant; give what authorize of a session of the same"
              + " principal returned for this request");
    }
    return carried;
  }

  /** The second authorization of one request: its answer is the last. */
  private record Again(Snapshot with) implements ApiAuthorization {

    @Override
    public OAuthToken token() {
      return with.token();
    }

    @Override
    public void headers(BiConsumer<String, String> header) {
      with.headers(header);
    }
  }
}
