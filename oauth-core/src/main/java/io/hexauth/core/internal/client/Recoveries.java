// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.grant.GrantEngine;
import io.hexauth.core.internal.grant.RejectedTokens;
import io.hexauth.core.internal.server.ServerLog;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.internal.challenge.ApiRejection;
import io.hexauth.domain.registration.Origin;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.Recovery;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on the next step after an answer of an API to a token of one registration. */
final class Recoveries {

  private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);

  /** Reasons with which no further API call can succeed, because there is no grant. */
  private static final Set<Reason> HAS_ENDED =
      EnumSet.of(Reason.NO_GRANT, Reason.GRANT_REFUSED, Reason.ROTATION_LOST, Reason.REVOKED);

  private final GrantEngine engine;
  private final RejectedTokens rejected;

  Recoveries(GrantEngine engine) {
    this.engine = engine;
    this.rejected = engine.rejected();
  }

  Recovery recover(TokenCell cell, ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    Snapshot carried = carried(cell, used);
    Optional<ApiRejection> rejection = rejection(cell, request, carried, answer);
    if (rejection.isEmpty()) {
      return Recovery.done();
    }
    Optional<Recovery> known = withoutRefresh(cell, used, rejection.get());
    if (known.isPresent()) {
      return known.get();
    }
    try {
      return again(rejected.replace(cell, carried));
    } catch (OAuthException e) {
      return failed(rejection.get(), e);
    }
  }

  CompletableFuture<Recovery> recoverAsync(
      TokenCell cell, ApiRequest request, ApiAuthorization used, ApiAnswer answer) {
    Snapshot carried = carried(cell, used);
    Optional<ApiRejection> rejection = rejection(cell, request, carried, answer);
    if (rejection.isEmpty()) {
      return CompletableFuture.completedFuture(Recovery.done());
    }
    ApiRejection refusal = rejection.get();
    return withoutRefresh(cell, used, refusal)
        .map(CompletableFuture::completedFuture)
        .orElseGet(
            () ->
                rejected
                    .replaceAsync(cell, carried)
                    .handle(
                        (token, failure) ->
                            failure == null ? again(token) : failed(refusal, failure)));
  }

  private Optional<ApiRejection> rejection(
      TokenCell cell, ApiRequest request, Snapshot carried, ApiAnswer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      rejected.accepted(cell, carried);
    }
    if (status != 401 && status != 403) {
      return Optional.empty();
    }
    Optional<ApiRejection> rejection = ApiRejection.of(status, answer.headers("WWW-Authenticate"));
    if (rejection.isPresent() && LOG.isDebugEnabled()) {
      LOG.debug(
          "Client registration '{}': {} answered {} to a token of generation {}{}",
          engine.registration().id(),
          origin(request),
          status,
          carried.generation(),
          rejection.get().demanded().map(d -> ", " + d.reason()).orElse(""));
    }
    return rejection;
  }

  private static String origin(ApiRequest request) {
    try {
      return Origin.of(request.uri()).toString();
    } catch (IllegalArgumentException e) {
      return "an API";
    }
  }

  /**
   * {@return the decision that needs no refresh; empty if the token was rejected, and another one
   * may be accepted}
   */
  private Optional<Recovery> withoutRefresh(
      TokenCell cell, ApiAuthorization used, ApiRejection rejection) {
    Optional<Recovery> demanded = rejection.demanded().map(this::refused);
    if (demanded.isPresent()) {
      return demanded;
    }
    if (used instanceof Again) {
      rejected.rejectedAgain(cell);
      return Optional.of(Recovery.done());
    }
    return Optional.empty();
  }

  private Recovery refused(ApiRejection.Demanded demanded) {
    return Recovery.refused(
        ReauthorizationRequiredException.demanded(
            engine.registration().id(), demanded.reason(), demanded.demand()));
  }

  private static Recovery again(Optional<Snapshot> token) {
    return token.<Recovery>map(t -> Recovery.again(new Again(t))).orElseGet(Recovery::done);
  }

  /**
   * Returns the decision after a failed refresh. The caller gets the failure in two cases: the
   * grant has ended, or the API names the token as the reason and only the user can help. Any other
   * failure, such as a server that does not answer, need not be related to the API's answer. The
   * caller then gets the API's answer.
   */
  private Recovery failed(ApiRejection rejection, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ReauthorizationRequiredException e
        && (rejection.certain() || HAS_ENDED.contains(e.reason()))) {
      return Recovery.refused(e);
    }
    if (cause instanceof OAuthException e) {
      LOG.debug(
          "Client registration '{}': no other token could be obtained; the caller gets the API's"
              + " answer. {}",
          engine.registration().id(),
          ServerLog.reason(e));
      return Recovery.done();
    }
    throw failure instanceof RuntimeException e ? e : new CompletionException(failure);
  }

  /** {@return true if an authorization belongs to this grant and to another access request} */
  static boolean isOfAnotherView(TokenCell cell, ApiAuthorization used) {
    Snapshot carried = snapshot(used);
    return carried != null && isOfGrant(cell, carried) && !isOfView(cell, carried);
  }

  private static boolean isOfGrant(TokenCell cell, Snapshot carried) {
    return carried.cell().grant().key().equals(cell.grant().key());
  }

  private static boolean isOfView(TokenCell cell, Snapshot carried) {
    return carried.cell().access().equals(cell.access());
  }

  private static @Nullable Snapshot snapshot(ApiAuthorization used) {
    return used instanceof Snapshot first
        ? first
        : used instanceof Again second ? second.with : null;
  }

  private static Snapshot carried(TokenCell cell, ApiAuthorization used) {
    Snapshot carried = snapshot(used);
    if (carried == null || !isOfGrant(cell, carried) || !isOfView(cell, carried)) {
      throw new IllegalArgumentException(
          "The authorization does not belong to this session; pass the one that authorize(…) of"
              + " this session returned for this request");
    }
    return carried;
  }

  /** Authorization with which a request is sent again. It is not sent a third time. */
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
