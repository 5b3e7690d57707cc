// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metadata document of an authorization server. The server controls its content, so members that
 * the client uses are checked, and no message repeats a value. Other members are ignored.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-3.2">RFC 8414 §3.2</a>
 */
final class MetadataDocument {

  private static final int LONGEST_URL = 2_048;
  private static final int MOST_METHODS = 100;
  private static final int LONGEST_METHOD = 100;

  private final Map<String, ?> members;

  /**
   * Creates a document.
   *
   * @param members the JSON values by name
   */
  MetadataDocument(Map<String, ?> members) {
    this.members = members;
  }

  /**
   * {@return the metadata in the document}
   *
   * @param asked the issuer whose metadata was requested
   * @throws IllegalArgumentException if the document belongs to another issuer, or if a member is
   *     missing or malformed
   */
  ServerMetadata read(Issuer asked) {
    // RFC 8414 §3.3: the issuers must be identical, code point by code point.
    Object issuer = members.get("issuer");
    require(asked.value().equals(issuer), otherThan(asked, issuer));
    var endpoints = new EnumMap<EndpointKind, Endpoint>(EndpointKind.class);
    for (EndpointKind kind : EndpointKind.values()) {
      if (kind != EndpointKind.REFRESH && members.get(kind.member()) != null) {
        endpoints.put(kind, endpoint(kind.member(), members.get(kind.member())));
      }
    }
    require(endpoints.containsKey(EndpointKind.TOKEN), "token_endpoint is missing");
    return new ServerMetadata(
        Optional.of(asked),
        endpoints,
        flag("authorization_response_iss_parameter_supported"),
        names("code_challenge_methods_supported"));
  }

  /**
   * {@return the message for a different issuer, which names the difference if it is a common
   * mistake}
   */
  private static String otherThan(Issuer asked, @Nullable Object issuer) {
    String found = issuer instanceof String text ? text : "";
    if (found.equals(asked.value() + "/") || asked.value().equals(found + "/")) {
      return "issuer differs from the requested issuer only in a slash at its end; use the"
          + " server's spelling";
    }
    return found.contains("{")
        ? "issuer is a template for many servers; set the issuer of one server, or set the"
            + " endpoints"
        : "issuer is not the requested issuer";
  }

  private static Endpoint endpoint(String name, Object value) {
    if (value instanceof String url && url.length() <= LONGEST_URL) {
      try {
        return new Endpoint(UriRule.web(name, url));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " is not an https URL of a server", e);
      }
    }
    throw new IllegalArgumentException(name + " is not an https URL of a server");
  }

  private boolean flag(String name) {
    Object value = members.get(name);
    require(value == null || value instanceof Boolean, name + " is not true or false");
    return Boolean.TRUE.equals(value);
  }

  private Optional<Set<String>> names(String name) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    var names = new LinkedHashSet<String>();
    require(value instanceof List<?> list && list.size() <= MOST_METHODS, name + " is not a list");
    for (Object element : (List<?>) value) {
      require(
          element instanceof String text && text.length() <= LONGEST_METHOD,
          name + " is not a list of names");
      names.add((String) element);
    }
    return Optional.of(names);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
