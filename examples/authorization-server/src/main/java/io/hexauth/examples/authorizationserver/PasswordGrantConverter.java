// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a password grant from a token request (<a
 * href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.3.2">RFC 6749 §4.3.2</a>).
 */
final class PasswordGrantConverter implements AuthenticationConverter {

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    if (!PasswordGrant.TYPE.getValue().equals(request.getParameter("grant_type"))) {
      return null; // another converter reads this request
    }
    Authentication client =
        Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication());
    return new PasswordGrant(
        client, required(request, "username"), required(request, "password"), scopes(request));
  }

  private static String required(HttpServletRequest request, String name) {
    String[] values = request.getParameterValues(name);
    if (values == null || values.length != 1 || values[0].isEmpty()) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
    }
    return values[0];
  }

  private static Set<String> scopes(HttpServletRequest request) {
    String[] values = request.getParameterValues("scope");
    if (values == null) {
      return Set.of();
    }
    return Arrays.stream(String.join(" ", values).split(" "))
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.toSet());
  }
}
