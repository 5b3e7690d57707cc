// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.token.OAuthToken;
import java.util.Optional;
import java.util.function.Supplier;

/** The tokens of one registration: the server's, or those of the application's provider. */
public final class TokenSupply {

  private final TokenSource source;
  private final Optional<ProvidedToken> provider;

  TokenSupply(TokenSource source, Optional<ProvidedToken> provider) {
    this.source = source;
    this.provider = provider;
  }

  /** {@return the requests to the server} */
  public TokenSource source() {
    return source;
  }

  /** {@return whether a provider of the application's is asked for each token} */
  public boolean isProvided() {
    return provider.isPresent();
  }

  /** {@return whether no user is needed for the next token, whatever became of the last} */
  public boolean needsNoUser() {
    return source.isSelfObtainable() || isProvided();
  }

  /** {@return whether obtaining a token twice does no harm} */
  public boolean isHarmlessToRepeat() {
    return source.isSelfObtainable() && !isProvided();
  }

  /**
   * The next token of a grant.
   *
   * @param last the token before, which a provider is shown
   * @param permit looked at last of all
   */
  public TokenResult next(
      TokenCell cell, OpenedGrant leased, Supplier<Optional<OAuthToken>> last, Permit permit) {
    return provider
        .map(p -> p.next(cell.grant(), cell.access(), leased, last.get(), permit))
        .orElseGet(() -> source.next(cell.grant(), cell.access(), leased, permit));
  }
}
