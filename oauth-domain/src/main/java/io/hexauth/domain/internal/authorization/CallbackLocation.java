// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.authorization;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Origin;
import io.hexauth.domain.registration.RedirectUri;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Part of its URL that a callback must contain. Callbacks of two servers can be distinguished by
 * their redirect URIs (RFC 9700 §4.4.2.2) only if the application passes the part in which the
 * redirect URIs differ.
 */
public enum CallbackLocation {
  /** The query. It is enough if there is only one server, or if the server sends {@code iss}. */
  QUERY,
  /** Path and query. */
  PATH,
  /** The complete URL. */
  URL;

  /**
   * Returns the part that a callback must contain so that a callback to {@code other} is not
   * accepted as one to {@code mine}.
   *
   * @return the part; empty if even the complete URLs cannot be distinguished
   */
  public static Optional<CallbackLocation> needed(RedirectUri mine, RedirectUri other) {
    if (!mine.path().equals(other.path()) || !queryHolds(mine, query(other))) {
      return Optional.of(PATH);
    }
    return base(mine).equals(base(other)) ? Optional.empty() : Optional.of(URL);
  }

  /**
   * Returns true if the redirect URI contains the id of the registration, as the last segment of
   * its path. Only this position counts, so that one URI cannot contain the ids of two
   * registrations. Otherwise, a tenant could choose an id that is part of another tenant's URI.
   */
  public static boolean names(RedirectUri uri, ClientRegistrationId id) {
    return uri.path().substring(uri.path().lastIndexOf('/') + 1).equals(id.value());
  }

  /** {@return true if the callback contains this part} */
  boolean isSaidBy(AuthorizationCallback callback) {
    return this == QUERY
        || (!callback.path().isEmpty() && (this == PATH || !callback.base().isEmpty()));
  }

  /** {@return true if the known parts of the callback's URL match this redirect URI} */
  static boolean matches(AuthorizationCallback callback, Form query, RedirectUri uri) {
    return (callback.base().isEmpty() || base(callback.base()).equals(base(uri)))
        && (callback.path().isEmpty() || callback.path().equals(uri.path()))
        && queryHolds(uri, query.parameters());
  }

  /**
   * Returns true if the callback contains all query parameters of the redirect URI. It may contain
   * more, because the server adds parameters.
   */
  private static boolean queryHolds(RedirectUri uri, Map<String, List<String>> parameters) {
    return query(uri).entrySet().stream()
        .allMatch(p -> p.getValue().equals(parameters.get(p.getKey())));
  }

  private static Map<String, List<String>> query(RedirectUri uri) {
    return Form.decode(uri.query()).parameters();
  }

  private static String base(RedirectUri uri) {
    return base(AuthorizationCallback.parse(uri.value()).base());
  }

  /**
   * Returns the origin in lower case and with its port. A malformed text never equals a valid
   * origin.
   */
  private static String base(String text) {
    try {
      return Origin.of(new URI(text)).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return text.toLowerCase(Locale.ROOT); // a private-use scheme
    }
  }
}
