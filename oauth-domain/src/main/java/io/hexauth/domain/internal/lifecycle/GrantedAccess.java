// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Access that a grant includes. A refresh never requests more than that (RFC 6749 §6, RFC 8707
 * §2.2).
 *
 * @param asked the access request with which the grant was obtained; its resources count as
 *     granted, because no answer of a server names resources
 * @param granted the granted scopes; none if they are not known
 */
public record GrantedAccess(AccessRequest asked, Scopes granted) {

  /** Scope that requests a refresh token instead of access (OpenID Connect Core §11). */
  private static final Scopes OFFLINE_ACCESS = Scopes.of("offline_access");

  /** Result of the check whether the grant includes the access of a view. */
  public sealed interface Coverage {

    /** {@return the result of the function for this kind of coverage} */
    <R> R fold(Function<Covered, R> covered, Function<NotCovered, R> notCovered);
  }

  /**
   * The grant includes the access, so a refresh can obtain a token for the view.
   *
   * @param request the access to request
   * @param narrowed true if the request must contain the scopes, because they are fewer than were
   *     granted
   */
  public record Covered(AccessRequest request, boolean narrowed) implements Coverage {
    @Override
    public <R> R fold(Function<Covered, R> covered, Function<NotCovered, R> notCovered) {
      return covered.apply(this);
    }
  }

  /**
   * The grant does not include the access, so the refresh token must not be used for the view.
   *
   * @param scopes the scopes that were not granted
   * @param resources the resources that were not granted
   */
  public record NotCovered(Scopes scopes, Set<URI> resources) implements Coverage {

    /** Creates a result with a copy of the resources. */
    public NotCovered {
      resources = Set.copyOf(resources);
    }

    @Override
    public <R> R fold(Function<Covered, R> covered, Function<NotCovered, R> notCovered) {
      return notCovered.apply(this);
    }

    @Override
    public String toString() {
      return "NotCovered[scopes=" + scopes + ", " + resources.size() + " resources]";
    }
  }

  /**
   * Checks whether the grant includes the access of a view.
   *
   * @param view the access request of the view
   * @param usual the access request of the registration
   * @param selfObtainable true if the client can obtain a token without the user; the grant must
   *     then include all of the access
   * @return the result
   */
  public Coverage of(AccessRequest view, AccessRequest usual, boolean selfObtainable) {
    if (!view.equals(usual)) {
      return ofView(view);
    }
    if (!selfObtainable) {
      return ofUsual(usual);
    }
    return usual.equals(asked) ? new Covered(usual, false) : ofView(usual);
  }

  /** Checks that the grant includes all of the access. */
  private Coverage ofView(AccessRequest view) {
    Scopes missing = missing(view.scopes(), granted);
    Set<URI> missingResources = view.resourcesWithout(asked);
    return missing.isEmpty() && missingResources.isEmpty()
        ? covered(view.withScopes(view.scopes().intersection(granted)))
        : new NotCovered(missing, missingResources);
  }

  /**
   * Checks the registration's own access. The grant need not include all of it, because the server
   * or the user may have granted less (RFC 6749 §3.3).
   */
  private Coverage ofUsual(AccessRequest usual) {
    Set<URI> missingResources = usual.resourcesWithout(asked);
    var resources = new HashSet<>(usual.resources());
    resources.removeAll(missingResources);
    Scopes both = usual.scopes().intersection(granted);
    boolean nothing = both.isEmpty() && isForMore(usual.scopes());
    if (nothing || (resources.isEmpty() && !missingResources.isEmpty())) {
      return new NotCovered(nothing ? usual.scopes() : Scopes.none(), missingResources);
    }
    AccessRequest request = usual.withResources(resources);
    // If the grant was not requested for more than this, the request needs no scopes: the server
    // keeps the granted scopes, even if it names them differently.
    return isForMore(usual.scopes())
        ? covered(request.withScopes(both))
        : new Covered(request, false);
  }

  /**
   * Returns true if the grant was requested for other scopes too. A token for these scopes must not
   * have the other ones.
   */
  private boolean isForMore(Scopes scopes) {
    return !scopes.isEmpty() && !scopes.covers(asked.scopes());
  }

  private Covered covered(AccessRequest request) {
    return new Covered(request, !request.scopes().isEmpty() && !request.scopes().equals(granted));
  }

  /**
   * {@return the requested scopes that were not granted} {@code offline_access} never counts as
   * missing.
   */
  public static Scopes missing(Scopes asked, Scopes granted) {
    return asked.without(granted).without(OFFLINE_ACCESS);
  }

  /**
   * {@return the requested scopes that a server did not grant}
   *
   * @param refreshable true if the server sent a refresh token. {@code offline_access} then counts
   *     as granted, because some servers do not list it
   */
  public static Scopes reduced(Scopes asked, Scopes granted, boolean refreshable) {
    return refreshable ? missing(asked, granted) : asked.without(granted);
  }
}
