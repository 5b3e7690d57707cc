// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.TokenContext;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenProvider;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the {@link TokenProvider} of an application, on a separate thread that is interrupted after
 * the deadline, and never twice at the same time for one grant.
 */
public final class ProviderCall {

  private static final ThreadLocal<@Nullable GrantKey> INSIDE = new ThreadLocal<>();

  private final ClientRegistrationId registration;
  private final Provider<TokenProvider> provider;
  private final ExecutorService threads;
  private final Duration deadline;
  private final TokenExceptions exceptions;

  /** Creates the component for one registration. */
  public ProviderCall(
      ClientRegistrationId registration,
      Provider<TokenProvider> provider,
      ExecutorService threads,
      Duration deadline) {
    this.registration = registration;
    this.provider = provider;
    this.threads = threads;
    this.deadline = deadline;
    this.exceptions = new TokenExceptions(registration);
  }

  /**
   * Throws an exception for a call from the provider of the same grant, which would wait for
   * itself.
   */
  public static void refuseInside(GrantKey key) {
    if (key.equals(INSIDE.get())) {
      throw new IllegalStateException(
          "A TokenProvider must not use the client for the grant it provides; use its TokenRequester");
    }
  }

  /**
   * Calls the provider, and waits for its token.
   *
   * @throws OAuthException if the provider fails
   */
  OAuthToken call(
      GrantCell cell, AccessRequest access, Optional<OAuthToken> last, ProviderRequests requester) {
    var context = new TokenContext(registration, cell.principal(), access);
    Future<@Nullable OAuthToken> call =
        submitted(() -> provide(cell.key(), context, last, requester));
    try {
      OAuthToken token = call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      if (token == null) {
        throw failure(Reason.NOTHING, null);
      }
      return token;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OAuthException typed) {
        throw typed;
      }
      throw failure(Reason.FAILED, e.getCause());
    } catch (TimeoutException e) {
      // End the requests first: an interrupted request would lose its answer.
      requester.end(deadline);
      call.cancel(true);
      throw failure(Reason.LATE, null);
    } catch (InterruptedException e) {
      requester.end(deadline);
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw failure(Reason.LATE, null);
    } finally {
      requester.end(deadline);
    }
  }

  /**
   * Submits a call. If too many calls are waiting, or no thread can be started, the call counts as
   * late.
   */
  public Future<@Nullable OAuthToken> submitted(Callable<@Nullable OAuthToken> call) {
    try {
      return threads.submit(call);
    } catch (RejectedExecutionException e) {
      throw failure(Reason.LATE, e);
    }
  }

  private @Nullable OAuthToken provide(
      GrantKey key, TokenContext context, Optional<OAuthToken> last, ProviderRequests requester) {
    INSIDE.set(key);
    try {
      return provider.get().provide(context, last, requester);
    } finally {
      INSIDE.remove();
    }
  }

  TokenExceptions exceptions() {
    return exceptions;
  }

  TokenProviderException failure(Reason reason, @Nullable Throwable cause) {
    return exceptions.application("the token provider", reason, cause);
  }
}
