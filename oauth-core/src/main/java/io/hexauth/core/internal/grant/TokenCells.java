// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.GrantCells;
import io.hexauth.core.internal.cache.GrantVisit;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.server.OwnGrant;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Cache entries of the tokens of one registration. Refuses access that the registration cannot
 * have.
 */
final class TokenCells {

  private final ClientRegistration registration;
  private final GrantCells cells;
  private final TokenSource source;

  TokenCells(ClientRegistration registration, GrantCells cells, TokenSource source) {
    this.registration = registration;
    this.cells = cells;
    this.source = source;
  }

  void check(Principal principal) {
    cells.check(principal);
  }

  TokenCell cell(Principal principal, AccessRequest access) {
    return cells.cell(principal).token(access);
  }

  GrantVisit visit(Principal principal) {
    return cells.visit(principal);
  }

  boolean knows(Principal principal) {
    return principal.isSelf()
        ? !registration.grant().needsPrincipal()
        : registration.grant().isPerPrincipal() || source.isProvided();
  }

  TokenCell cellOf(Principal principal) {
    if (!principal.isSelf() && !knows(principal)) {
      throw OwnGrant.notPerPrincipal(registration);
    }
    return cell(principal, registration.access());
  }

  /**
   * Returns the cache entry of the token with all scopes of the grant. If no user grants access,
   * this is the entry of the registration's own access request.
   *
   * @param document reads the grant; not called if no user grants access
   */
  TokenCell granted(Principal principal, Supplier<Optional<GrantDocument>> document) {
    AccessRequest own = registration.access();
    return cell(
        principal,
        source.needsNoUser()
            ? own
            : document.get().map(known -> known.accessToAll(own)).orElse(own));
  }

  TokenCell view(TokenCell of, AccessRequest access) {
    Set<URI> others = access.resourcesWithout(registration.access());
    if (!others.isEmpty() && !source.needsNoUser()) {
      throw new IllegalArgumentException(
          "Client registration '"
              + registration.id()
              + "': users can grant only the resources of the registration; add these resources"
              + " with resources(…): "
              + others);
    }
    return cell(of.grant().principal(), access);
  }
}
