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
 * Requirement for what a callback says about the address at which it arrived. Two servers can only
 * be told apart by the redirect URI (RFC 9700 §4.4.2.2) if the callback says the part in which
 * theirs differ.
 */
public enum CallbackLocation {
  /** The query is enough: there is one server, or the server says who it is. */
  QUERY,
  /** Path and query. */
  PATH,
  /** The whole URL. */
  URL;

  /**
   * {@return what a callback must say so that one to {@code other} is not taken for one to {@code
   * mine}; empty if it would be, whatever it says}
   */
  public static Optional<CallbackLocation> needed(RedirectUri mine, RedirectUri other) {
    if (!mine.path().equals(other.path()) || !queryHolds(mine, query(other))) {
      return Optional.of(PATH);
    }
    return base(mine).equals(base(other)) ? Optional.empty() : Optional.of(URL);
  }

  /**
   * {@return whether a callback to this redirect URI names a registration: as the last segment of
   * its path} One place, so that no two registrations are named by one URI: with a choice, a
   * registration could be called as a part of the URIs of others.
   */
  public static boolean names(RedirectUri uri, ClientRegistrationId id) {
    return uri.path().substring(uri.path().lastIndexOf('/') + 1).equals(id.value());
  }

  /** {@return whether this callback says as much} */
  boolean isSaidBy(AuthorizationCallback callback) {
    return this == QUERY
        || (!callback.path().isEmpty() && (this == PATH || !callback.base().isEmpty()));
  }

  /** {@return whether the callback came to this redirect URI, as far as it says} */
  static boolean matches(AuthorizationCallback callback, Form query, RedirectUri uri) {
    return (callback.base().isEmpty() || base(callback.base()).equals(base(uri)))
        && (callback.path().isEmpty() || callback.path().equals(uri.path()))
        && queryHolds(uri, query.parameters());
  }

  /** Parameters that the server adds are not registered; registered ones must be present. */
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
   * In one spelling: lower case, and with the port. What cannot be read equals nothing that can.
   */
  private static String base(String text) {
    try {
      return Origin.of(new URI(text)).toString();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return text.toLowerCase(Locale.ROOT); // an app's own scheme
    }
  }
}
