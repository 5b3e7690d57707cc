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
 * Check that callbacks of different servers can be distinguished. Otherwise, a hostile server could
 * get the authorization codes of another one (mix-up attack). Guice creates this object with the
 * injector, so that an application with such registrations does not start.
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
   * Checks each pair of registrations.
   *
   * @throws IllegalArgumentException if callbacks of two registrations cannot be distinguished, and
   *     not both registrations allow this
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
   * Returns the reason why callbacks of a discovered server cannot be distinguished from those of
   * another registration.
   *
   * @param issuerInResponses true if the discovered server promises {@code iss}
   * @return the reason; empty if there is none, or if both registrations accept the risk
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
   * {@return the part of its URL that a callback of this registration must contain, even if the
   * server promises {@code iss}} A registration from the application's database can combine the
   * issuer of another registration with a different token endpoint. So the issuer alone proves
   * nothing.
   */
  CallbackLocation leastFor(ClientRegistration mine) {
    return mine.isDiscovered() && registrations.contains(mine)
        ? CallbackLocation.QUERY
        : neededFor(mine);
  }

  /**
   * {@return the part of its URL that a callback of this registration must contain if the server
   * does not promise {@code iss}}
   */
  CallbackLocation neededFor(ClientRegistration mine) {
    // If the registration comes from the application's database, the other registrations there are
    // unknown.
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
   * {@return true if callbacks of this registration can be distinguished from those of other
   * servers without the port, or the risk is accepted} A native application can listen on any port
   * (RFC 8252 §7.3).
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
    // A discovered server is checked when a user is sent to it; its metadata is not known yet.
    return mine.isDiscovered()
        || mine.endpoints().issuerInResponses()
        || needed(mine, other).isPresent();
  }

  private static Optional<CallbackLocation> needed(
      ClientRegistration mine, ClientRegistration other) {
    return CallbackLocation.needed(
        mine.redirectUri().orElseThrow(), other.redirectUri().orElseThrow());
  }

  /**
   * {@return true if the two cannot be mixed up: one has no redirect URI, or both use the same
   * server}
   */
  private static boolean isHarmless(ClientRegistration a, ClientRegistration b) {
    return a.redirectUri().isEmpty()
        || b.redirectUri().isEmpty()
        || (a.endpoints().authorization().equals(b.endpoints().authorization())
            && a.endpoints().token().equals(b.endpoints().token())
            && a.isDiscovered() == b.isDiscovered()
            && (!a.isDiscovered() || a.endpoints().issuer().equals(b.endpoints().issuer())));
  }
}
