// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Additional parameters for authorization URLs or for token requests, in the given order. The names
 * of protocol parameters and of secrets, such as {@code client_secret}, are refused. So no protocol
 * parameter is sent twice, and no such secret appears in a URL.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.1">RFC 6749 §3.1</a>
 */
public final class ExtraParameters {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient Map<String, String> values;

  static final Set<String> PROTOCOL =
      Set.of(
          "response_type",
          "client_id",
          "redirect_uri",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method",
          "request",
          "request_uri",
          "resource",
          "audience",
          "grant_type",
          "code",
          "code_verifier",
          "client_assertion_type");

  static final Set<String> SECRET =
      Set.of(
          "client_secret",
          "client_assertion",
          "access_token",
          "refresh_token",
          "id_token",
          "token",
          "password",
          "username",
          "assertion",
          "subject_token",
          "actor_token");

  /**
   * Creates parameters.
   *
   * @param values values by name
   * @throws IllegalArgumentException if a name is empty, a protocol parameter, or the name of a
   *     secret
   */
  public ExtraParameters(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    for (String name : values.keySet()) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("A parameter name must not be empty");
      }
      if (PROTOCOL.contains(name)) {
        throw new IllegalArgumentException(
            "Parameter '"
                + name
                + "' belongs to the protocol; use the method of the builder for"
                + " it");
      }
      if (SECRET.contains(name)) {
        throw new IllegalArgumentException(
            "Parameter '" + name + "' has the name of a secret; remove it");
      }
    }
  }

  /** {@return the values by name, in an unmodifiable map} */
  public Map<String, String> values() {
    return values;
  }

  static boolean isProtocol(String name) {
    return PROTOCOL.contains(name);
  }

  static boolean isSecret(String name) {
    return SECRET.contains(name);
  }

  /** {@return no parameters} */
  public static ExtraParameters none() {
    return new ExtraParameters(Map.of());
  }

  /** {@return a copy with one more parameter, which replaces an earlier value of the same name} */
  public ExtraParameters with(String name, String value) {
    var copy = new LinkedHashMap<>(values);
    copy.put(name, value);
    return new ExtraParameters(copy);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExtraParameters that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** {@return the names only, because a value may be a key} */
  @Override
  public String toString() {
    return "ExtraParameters" + values.keySet();
  }
}
