// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Registrations that one server can mix up with another: they share a redirect URI, belong to
 * different servers, and not both say that their server sends {@code iss} always.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700.html#section-4.4.2">RFC 9700 §4.4.2</a>
 */
final class SharedRedirectUris {

  private SharedRedirectUris() {}

  /** {@return one sentence for each pair, naming both and what to do; empty if there is none} */
  static List<String> warnings(Collection<ClientRegistration> registrations) {
    List<ClientRegistration> all = List.copyOf(registrations);
    var warnings = new ArrayList<String>();
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        if (canBeMixedUp(all.get(i), all.get(j))) {
          warnings.add(
              "Client registrations '"
                  + all.get(i).id()
                  + "' and '"
                  + all.get(j).id()
                  + "' share a redirect URI, but not a server: give each a redirect URI of its own, or"
                  + " call issuer(…) and requireIssuerInResponses() on both (RFC 9700 §4.4.2)");
        }
      }
    }
    return warnings;
  }

  private static boolean canBeMixedUp(ClientRegistration a, ClientRegistration b) {
    return a.redirectUri().isPresent()
        && a.redirectUri().equals(b.redirectUri())
        && !isSameServer(a, b)
        && !(a.endpoints().issuerInResponses() && b.endpoints().issuerInResponses());
  }

  private static boolean isSameServer(ClientRegistration a, ClientRegistration b) {
    return a.endpoints().authorization().equals(b.endpoints().authorization())
        && a.endpoints().token().equals(b.endpoints().token());
  }
}
