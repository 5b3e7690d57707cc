// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Access that a refresh token stands for, and so the most that a refresh may ask for: never more
 * than was granted (RFC 6749 §6, RFC 8707 §2.2).
 *
 * @param asked what the grant was asked for; its resources count as granted, because no answer
 *     names them
 * @param granted the scopes that were granted; none if not known
 */
public record GrantedAccess(AccessRequest asked, Scopes granted) {

  /** Asks for a refresh token and not for access (OpenID Connect Core §11). */
  private static final Scopes OFFLINE_ACCESS = Scopes.of("offline_access");

  /** Answer to whether a refresh can serve a view. */
  public sealed interface Coverage {

    /** {@return what the function for this coverage makes of it} */
    <R> R fold(Function<Covered, R> covered, Function<NotCovered, R> notCovered);
  }

  /**
   * The refresh token is good for the view.
   *
   * @param request what is asked for
   * @param narrowed whether the scopes are sent, because they are fewer than were granted
   */
  public record Covered(AccessRequest request, boolean narrowed) implements Coverage {
    @Override
    public <R> R fold(Function<Covered, R> covered, Function<NotCovered, R> notCovered) {
      return covered.apply(this);
    }
  }

  /**
   * The refresh token must not be used for the view.
   *
   * @param scopes that were not granted
   * @param resources that were not granted
   */
  public record NotCovered(Scopes scopes, Set<URI> resources) implements Coverage {

    /** Copies the resources. */
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
   * {@return whether the grant covers a view}
   *
   * @param usual the registration's own request
   * @param selfObtainable whether the client can obtain the view without the user; then nothing
   *     less than all of it will do
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

  /** All of it, by the names that the server has for it. */
  private Coverage ofView(AccessRequest view) {
    Scopes missing = missing(view.scopes(), granted);
    Set<URI> missingResources = view.resourcesWithout(asked);
    return missing.isEmpty() && missingResources.isEmpty()
        ? covered(view.withScopes(view.scopes().intersection(granted)))
        : new NotCovered(missing, missingResources);
  }

  /** As much of it as was granted: a server, or a user, may have granted less (RFC 6749 §3.3). */
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
    // Asked for no more than this: the server keeps what it granted, by whichever names.
    return isForMore(usual.scopes())
        ? covered(request.withScopes(both))
        : new Covered(request, false);
  }

  /** True if the grant was asked for scopes beyond these, which a token for these must not have. */
  private boolean isForMore(Scopes scopes) {
    return !scopes.isEmpty() && !scopes.covers(asked.scopes());
  }

  private Covered covered(AccessRequest request) {
    return new Covered(request, !request.scopes().isEmpty() && !request.scopes().equals(granted));
  }

  /** {@return the scopes that a token for {@code asked} lacks, if it has only those granted} */
  public static Scopes missing(Scopes asked, Scopes granted) {
    return asked.without(granted).without(OFFLINE_ACCESS);
  }

  /**
   * {@return what a server left out of what it was asked for}
   *
   * @param refreshable whether a refresh token came; then {@code offline_access} was granted,
   *     although some servers leave it out of the scopes
   */
  public static Scopes reduced(Scopes asked, Scopes granted, boolean refreshable) {
    return refreshable ? missing(asked, granted) : asked.without(granted);
  }
}
