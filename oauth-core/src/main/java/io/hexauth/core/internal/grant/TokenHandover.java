// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;
import java.util.function.Supplier;

/** Imports tokens of one registration. */
final class TokenHandover {

  private final ClientRegistrationId registration;
  private final GrantInstaller installer;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final SizeLimits limits;

  TokenHandover(
      ClientRegistrationId registration,
      GrantInstaller installer,
      Tasks tasks,
      OAuthClock clock,
      SizeLimits limits) {
    this.registration = registration;
    this.installer = installer;
    this.tasks = tasks;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Stores a token, unless there is a grant.
   *
   * @return the current token; empty if there is a grant that has no token for this access yet
   */
  Optional<OAuthToken> adopt(TokenCell cell, OAuthToken token) {
    check(cell, token);
    return await(() -> installer.adopt(cell, token)).map(Snapshot::token);
  }

  /** Stores a token. It replaces any stored grant. */
  OAuthToken replace(TokenCell cell, OAuthToken token) {
    check(cell, token);
    return await(() -> replaced(cell, token)).token();
  }

  private Snapshot replaced(TokenCell cell, OAuthToken token) {
    return installer.install(
        cell,
        GrantedToken.of(token, cell.access(), clock.instant()),
        clock.nanoTime(),
        TokenEvent.Cause.ADOPTED);
  }

  private void check(TokenCell cell, OAuthToken token) {
    ProviderCall.refuseInside(cell.grant().key());
    limits
        .problemOf(token)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(
                  "Client registration '"
                      + registration
                      + "': the token was not stored: "
                      + problem);
            });
  }

  /**
   * Runs a task on a thread of Hexauth, because the store may block. The caller waits for a limited
   * time.
   */
  private <T> T await(Supplier<T> task) {
    return tasks.await(registration, tasks.start(registration, task));
  }
}
