// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.token.RevocableToken;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server that a grant's tokens have ended: the refresh token first, for it could mint
 * more (RFC 7009 §2.1).
 */
public final class Revocation {

  private static final Logger LOG = LoggerFactory.getLogger(Revocation.class);
  private static final OAuthErrorCode UNSUPPORTED = new OAuthErrorCode("unsupported_token_type");

  private final ClientRegistration registration;
  private final AuthorizationServer server;
  private final Tasks tasks;

  /**
   * The revocations of one registration.
   *
   * @param tasks for nothing else, since the endpoint may hang
   */
  Revocation(ClientRegistration registration, AuthorizationServer server, Tasks tasks) {
    this.registration = registration;
    this.server = server;
    this.tasks = tasks;
  }

  /**
   * Begins to revoke every token of a grant.
   *
   * @return whether the server confirmed; false if there was nothing to revoke or nowhere to do it
   */
  public CompletableFuture<Boolean> start(Supplier<GrantDocument> document) {
    return tasks.start(registration.id(), () -> revoke(document.get()));
  }

  /** As {@link #start}, where no caller waits for the result. */
  public void quietly(Supplier<GrantDocument> document) {
    CompletableFuture<?> unused =
        start(document)
            .whenComplete(
                (confirmed, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "Client registration '{}': a token of a revoked grant could not be revoked. {}",
                        registration.id(),
                        ServerLog.reason(failure));
                  }
                });
  }

  /**
   * Revokes one token after the other. Where the endpoint gives no answer, it is not asked for the
   * others.
   */
  private boolean revoke(GrantDocument document) {
    Optional<Endpoint> endpoint = server.metadata().revocation();
    if (endpoint.isEmpty()) {
      return false;
    }
    boolean confirmed = false;
    OAuthException failure = null;
    for (RevocableToken token : document.revocable()) {
      try {
        confirmed |= revoke(endpoint.get(), token);
      } catch (ServiceUnavailableException e) {
        throw e;
      } catch (OAuthException e) {
        failure = failure == null ? e : failure; // the others are worth a try all the same
      }
    }
    if (failure != null) {
      throw failure;
    }
    return confirmed;
  }

  /**
   * A server need not be able to revoke access tokens (RFC 7009 §2); then they end by themselves.
   */
  private boolean revoke(Endpoint endpoint, RevocableToken token) {
    try {
      server.revoke(endpoint, token);
      return true;
    } catch (TokenRequestRejectedException e) {
      if (e.error().code().equals(UNSUPPORTED)) {
        return false;
      }
      throw e;
    }
  }
}
