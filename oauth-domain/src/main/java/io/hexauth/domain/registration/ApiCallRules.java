// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Rules that decide whether a request to an API may carry a token of a registration. An adapter
 * that adds tokens to requests checks these rules before it asks for a token.
 */
public final class ApiCallRules {

  private ApiCallRules() {}

  /**
   * Checks that a request may get a token of a registration.
   *
   * @param origin the origin of the request's URL; empty if the URL has none
   * @param own the origin of the API client's base URL; empty if there is none. A registration
   *     without resource origins allows tokens for this origin only
   * @param headers the headers of the caller, by name in any case
   * @throws IllegalStateException if the request already has an {@code Authorization} header
   * @throws IllegalArgumentException if the origin is not allowed or not confidential, or if a
   *     {@code Host} header does not match the origin
   */
  public static void check(
      ClientRegistration registration,
      Optional<Origin> origin,
      Optional<Origin> own,
      Map<String, ? extends Collection<String>> headers) {
    requireUnauthorized(registration, headers);
    if (origin.isEmpty()) {
      throw refused(
          registration, "a URL that is not http or https, has user information or names no host");
    }
    Origin to = origin.get();
    if (!registration.isConfidential(to)) {
      throw refused(registration, to + ", which is not https");
    }
    boolean allowed =
        registration.resourceOrigins().isEmpty()
            ? own.isPresent() && own.get().equals(to)
            : registration.resourceOrigins().contains(to);
    if (!allowed) {
      throw refused(
          registration,
          to
              + ": it is not the API client's own origin or one of the registration's"
              + " resourceOrigins");
    }
    if (!HostHeader.isAbsentOrOf(to, headers)) {
      throw new IllegalArgumentException(
          about(registration)
              + "no token is sent with a Host header that is not one for "
              + to
              + "; remove the header, or call that host");
    }
  }

  private static void requireUnauthorized(
      ClientRegistration registration, Map<String, ? extends Collection<String>> headers) {
    for (String name : headers.keySet()) {
      if (name.strip().equalsIgnoreCase("Authorization")) {
        throw new IllegalStateException(
            about(registration)
                + "the request already has an Authorization header; remove it, or send the request"
                + " with a client that adds no tokens");
      }
    }
  }

  private static IllegalArgumentException refused(ClientRegistration registration, String to) {
    return new IllegalArgumentException(about(registration) + "no token is sent to " + to);
  }

  private static String about(ClientRegistration registration) {
    return "Client registration '" + registration.id() + "': ";
  }
}
