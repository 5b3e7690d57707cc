// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.domain.internal.authorization.CallbackLocation;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RedirectUri;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registrations that belong to different servers, whose callbacks must be told apart: otherwise a
 * hostile server is given the authorization codes of another one (mix-up). Made with the injector,
 * so that it does not start with two that cannot be.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4.2">RFC 9700 §4.4.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207.html">RFC 9207</a>
 */
public final class SharedRedirectUris {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRedirectUris.class);

  private final List<ClientRegistration> registrations;

  @Inject
  SharedRedirectUris(Map<ClientRegistrationId, ClientRegistration> registrations) {
    this(registrations.values());
  }

  /**
   * @throws IllegalArgumentException if two registrations cannot be told apart, and do not both
   *     allow it
   */
  SharedRedirectUris(Collection<ClientRegistration> registrations) {
    this.registrations = List.copyOf(registrations);
    for (int i = 0; i < this.registrations.size(); i++) {
      for (int j = i + 1; j < this.registrations.size(); j++) {
        check(this.registrations.get(i), this.registrations.get(j));
      }
    }
  }

  private static void check(ClientRegistration a, ClientRegistration b) {
    if (isHarmless(a, b) || (isToldApart(a, b) && isToldApart(b, a))) {
      return;
    }
    String problem = problem(a, b);
    if (!a.sharedRedirectUri() || !b.sharedRedirectUri()) {
      throw new IllegalArgumentException(
          problem + "; to accept the risk, call allowSharedRedirectUri() on both");
    }
    LOG.warn(problem);
  }

  private static String problem(ClientRegistration a, ClientRegistration b) {
    return "Client registrations '"
        + a.id()
        + "' and '"
        + b.id()
        + "' belong to different servers, and their redirect URIs do not distinguish them, so one"
        + " server can receive the codes of the other: give each registration a different"
        + " redirect URI, or call issuer(…) and requireIssuerInResponses() on both (RFC 9700"
        + " §4.4.2)";
  }

  /**
   * {@return why a discovered server that promises {@code iss}, or does not, cannot be told apart
   * from that of another registration; empty if it can, or the risk is accepted}
   */
  Optional<String> problem(ClientRegistration mine, boolean issuerInResponses) {
    return registrations.stream()
        .filter(other -> mine.isDiscovered() && !issuerInResponses && !isHarmless(mine, other))
        .filter(other -> needed(mine, other).isEmpty())
        .filter(other -> !mine.sharedRedirectUri() || !other.sharedRedirectUri())
        .findFirst()
        .map(other -> "the metadata does not promise iss in callbacks; " + problem(mine, other));
  }

  /**
   * {@return how much a callback for this registration has to say about where it came in, whatever
   * the server promises} A registration of the application's database can name the issuer of
   * another one beside a token endpoint of its own, so the issuer proves nothing.
   */
  CallbackLocation leastFor(ClientRegistration mine) {
    return mine.isDiscovered() && registrations.contains(mine)
        ? CallbackLocation.QUERY
        : neededFor(mine);
  }

  /** {@return the same, where the server promises no {@code iss} when a user is sent there} */
  CallbackLocation neededFor(ClientRegistration mine) {
    // One of the application's database: which others there are is not known.
    boolean served = !registrations.contains(mine);
    CallbackLocation needed = served ? CallbackLocation.PATH : CallbackLocation.QUERY;
    for (ClientRegistration other : registrations) {
      if (!isHarmless(mine, other) && (served || !mine.endpoints().issuerInResponses())) {
        CallbackLocation more = needed(mine, other).orElse(CallbackLocation.QUERY);
        needed = more.compareTo(needed) > 0 ? more : needed;
      }
    }
    return needed;
  }

  /**
   * {@return whether callbacks for this registration are told apart from those of other servers
   * where a native application listens on any port (RFC 8252 §7.3), or the risk is accepted}
   */
  boolean isToldApartAtAnyPort(ClientRegistration mine) {
    return registrations.stream()
        .filter(other -> !isHarmless(mine, other))
        .allMatch(
            other ->
                (mine.sharedRedirectUri() && other.sharedRedirectUri())
                    || (isToldApartAtAnyPort(mine, other) && isToldApartAtAnyPort(other, mine)));
  }

  private static boolean isToldApartAtAnyPort(ClientRegistration mine, ClientRegistration other) {
    return mine.endpoints().issuerInResponses()
        || CallbackLocation.needed(atAnyPort(mine), atAnyPort(other)).isPresent();
  }

  private static RedirectUri atAnyPort(ClientRegistration registration) {
    return registration.redirectUri().orElseThrow().withoutLoopbackPort();
  }

  private static boolean isToldApart(ClientRegistration mine, ClientRegistration other) {
    // Of a discovered server it is known when a user is sent there; its issuer is known already.
    return mine.isDiscovered()
        || mine.endpoints().issuerInResponses()
        || needed(mine, other).isPresent();
  }

  private static Optional<CallbackLocation> needed(
      ClientRegistration mine, ClientRegistration other) {
    return CallbackLocation.needed(
        mine.redirectUri().orElseThrow(), other.redirectUri().orElseThrow());
  }

  /** {@return whether nothing can be mixed up: without a redirect URI there are no callbacks} */
  private static boolean isHarmless(ClientRegistration a, ClientRegistration b) {
    return a.redirectUri().isEmpty()
        || b.redirectUri().isEmpty()
        || (a.endpoints().authorization().equals(b.endpoints().authorization())
            && a.endpoints().token().equals(b.endpoints().token())
            && a.isDiscovered() == b.isDiscovered()
            && (!a.isDiscovered() || a.endpoints().issuer().equals(b.endpoints().issuer())));
  }
}
