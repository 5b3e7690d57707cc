// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.token.OAuthToken;
import java.util.Optional;
import java.util.function.Supplier;

/** Source of tokens for one registration, from the server or from the application's provider. */
public final class TokenSource {

  private final ServerTokenSource server;
  private final Optional<ProviderTokenSource> provider;

  TokenSource(ServerTokenSource server, Optional<ProviderTokenSource> provider) {
    this.server = server;
    this.provider = provider;
  }

  /** {@return the part that sends requests to the server} */
  public ServerTokenSource server() {
    return server;
  }

  /** {@return true if a provider of the application supplies the tokens} */
  public boolean isProvided() {
    return provider.isPresent();
  }

  /** {@return true if the next token never needs the user} */
  public boolean needsNoUser() {
    return server.isSelfObtainable() || isProvided();
  }

  /** {@return true if a token can be obtained twice without harm} */
  public boolean isHarmlessToRepeat() {
    return server.isSelfObtainable() && !isProvided();
  }

  /**
   * Obtains the next token of a grant.
   *
   * @param cell the cache entry of the token
   * @param leased the leased grant
   * @param last the last token, for a provider
   * @param permit the last check before the request
   * @return the result
   */
  public TokenResult next(
      TokenCell cell, OpenedGrant leased, Supplier<Optional<OAuthToken>> last, Permit permit) {
    return provider
        .map(p -> p.next(cell.grant(), cell.access(), leased, last.get(), permit))
        .orElseGet(() -> server.next(cell.grant(), cell.access(), leased, permit));
  }
}
