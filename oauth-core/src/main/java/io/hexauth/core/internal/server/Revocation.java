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
 * Revokes the tokens of a grant at the server. The refresh token comes first, because new access
 * tokens can be obtained with it (RFC 7009 §2.1).
 */
public final class Revocation {

  private static final Logger LOG = LoggerFactory.getLogger(Revocation.class);
  private static final OAuthErrorCode UNSUPPORTED = new OAuthErrorCode("unsupported_token_type");

  private final ClientRegistration registration;
  private final AuthorizationServer server;
  private final Tasks tasks;

  /**
   * Creates the component for one registration.
   *
   * @param tasks separate threads, because the endpoint may not answer
   */
  Revocation(ClientRegistration registration, AuthorizationServer server, Tasks tasks) {
    this.registration = registration;
    this.server = server;
    this.tasks = tasks;
  }

  /**
   * Starts to revoke all tokens of a grant.
   *
   * @return true if the server confirmed; false if there was no token, or no revocation endpoint
   */
  public CompletableFuture<Boolean> start(Supplier<GrantDocument> document) {
    return tasks.start(registration.id(), () -> revoke(document.get()));
  }

  /** Revokes like {@link #start}, without a waiting caller. */
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
   * Revokes one token after the other. If the endpoint does not answer, no request is sent for the
   * remaining tokens.
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
        failure = failure == null ? e : failure; // the other tokens are revoked all the same
      }
    }
    if (failure != null) {
      throw failure;
    }
    return confirmed;
  }

  /**
   * Revokes one token. A server need not support access tokens (RFC 7009 §2); they then remain
   * valid until they expire.
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
