// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request in the form {@code application/x-www-form-urlencoded}: parameters in order.
 * Only {@code resource} may repeat. {@link #toString()} shows names only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#appendix-B">RFC 6749 appendix B</a>
 */
public final class Form {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient Map<String, List<String>> parameters;

  /**
   * Creates a form with a copy of these parameters.
   *
   * @param parameters values by name
   */
  public Form(Map<String, List<String>> parameters) {
    var copy = new LinkedHashMap<String, List<String>>();
    parameters.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    this.parameters = Collections.unmodifiableMap(copy);
  }

  /** {@return the values by name} */
  public Map<String, List<String>> parameters() {
    return parameters;
  }

  /** {@return a form without parameters} */
  public static Form empty() {
    return new Form(Map.of());
  }

  /**
   * {@return a copy with one more parameter}
   *
   * @throws IllegalArgumentException if the form already has this name
   */
  public Form with(String name, String value) {
    return with(name, List.of(value));
  }

  /**
   * {@return a copy with one more parameter, which appears once for each of the values}
   *
   * @throws IllegalArgumentException if the form already has this name
   */
  public Form with(String name, List<String> values) {
    requireAbsent(name);
    var copy = new LinkedHashMap<>(parameters);
    copy.put(name, values);
    return new Form(copy);
  }

  /**
   * Checks that the form does not have this name.
   *
   * @throws IllegalArgumentException if the form has it
   */
  public void requireAbsent(String name) {
    if (parameters.containsKey(name)) {
      throw new IllegalArgumentException(
          "Parameter '" + name + "' would be sent twice; remove one of the two (RFC 6749 §3.2)");
    }
  }

  /** {@return the first value of this name; empty if the form does not have the name} */
  public Optional<String> first(String name) {
    return Optional.ofNullable(parameters.get(name)).map(values -> values.get(0));
  }

  /** {@return the percent-encoded body in UTF-8, which contains secrets} */
  public String encoded() {
    var text = new StringBuilder();
    parameters.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    text.append(text.isEmpty() ? "" : "&")
                        .append(encode(name))
                        .append('=')
                        .append(encode(value))));
    return text.toString();
  }

  /** {@return one name or value, form-urlencoded} */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Reads a form or a query. Empty parts are skipped; a part without {@code =} has an empty value.
   *
   * @throws IllegalArgumentException if a percent-encoding is broken
   */
  public static Form decode(String text) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String part : text.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals);
        String value = equals < 0 ? "" : part.substring(equals + 1);
        parameters.computeIfAbsent(decodePart(name), n -> new ArrayList<>()).add(decodePart(value));
      }
    }
    return new Form(parameters);
  }

  private static String decodePart(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // The JDK's message quotes the text, which may be a secret.
      throw new IllegalArgumentException("broken percent-encoding");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Form that && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return parameters.hashCode();
  }

  @Override
  public String toString() {
    return "Form" + parameters.keySet();
  }
}
