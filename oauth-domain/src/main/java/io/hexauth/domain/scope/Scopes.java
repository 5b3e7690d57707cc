// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.scope;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Set of scopes. Equality ignores the order. Iteration and {@link #value()} keep the order in which
 * the scopes were given.
 *
 * <p>Immutable and safe for use by multiple threads.
 *
 * @param values the scopes; possibly none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3">RFC 6749 §3.3</a>
 */
public record Scopes(Set<String> values) {

  private static final Scopes NONE = new Scopes(Set.of());

  private static final String WHITE_SPACE = " \t\n\u000B\f\r";

  /**
   * @throws IllegalArgumentException if a value is not a scope token
   */
  public Scopes {
    values = values.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(values));
    values.forEach(ScopeToken::new);
  }

  /** {@return the empty set} */
  public static Scopes none() {
    return NONE;
  }

  /**
   * {@return the set of these scopes, without duplicates}
   *
   * @throws IllegalArgumentException if a value is not a scope
   */
  public static Scopes of(String... values) {
    return new Scopes(new LinkedHashSet<>(Arrays.asList(values)));
  }

  /**
   * {@return the set of these scopes, without duplicates}
   *
   * @param scopes the scopes, usually constants of an {@code enum} of the application
   * @throws IllegalArgumentException if the {@link Scope#value()} of a scope is not valid, as in
   *     {@link Scope#of}
   */
  public static Scopes of(Collection<? extends Scope> scopes) {
    return new Scopes(
        scopes.stream().map(Scope::value).collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  /**
   * Reads the space-delimited form of RFC 6749 §3.3. An empty or blank text is {@link #none()}.
   *
   * @throws IllegalArgumentException if a part is not a scope token
   */
  public static Scopes parse(String text) {
    return parse(text, " ");
  }

  /**
   * Reads scopes that are separated by white space or by {@code delimiter}, for providers that use
   * a comma.
   *
   * @throws IllegalArgumentException if a part is not a scope token
   */
  public static Scopes parse(String text, String delimiter) {
    var values = new LinkedHashSet<String>();
    var parts = new StringTokenizer(text.replace(delimiter, " "), WHITE_SPACE);
    while (parts.hasMoreTokens()) {
      values.add(parts.nextToken());
    }
    return values.isEmpty() ? NONE : new Scopes(values);
  }

  /** {@return the space-delimited form; empty if there are no scopes} */
  public String value() {
    return value(" ");
  }

  /** {@return the scopes joined by {@code delimiter}; empty if there are no scopes} */
  public String value(String delimiter) {
    return String.join(delimiter, values);
  }

  /** {@return true if this scope is in the set} */
  public boolean contains(Scope scope) {
    return values.contains(scope.value());
  }

  /**
   * {@return true if every scope of {@code others} is in this set; true for an empty {@code
   * others}}
   */
  public boolean covers(Scopes others) {
    return values.containsAll(others.values);
  }

  /** {@return the scopes of this set that are not in {@code others}} */
  public Scopes without(Scopes others) {
    return filtered(value -> !others.values.contains(value));
  }

  /** {@return the scopes of this set and of {@code others}} */
  public Scopes union(Scopes others) {
    var all = new LinkedHashSet<>(values);
    all.addAll(others.values);
    return new Scopes(all);
  }

  /** {@return the scopes of this set that are in {@code others} as well} */
  public Scopes intersection(Scopes others) {
    return filtered(others.values::contains);
  }

  private Scopes filtered(Predicate<String> keeps) {
    var kept = new LinkedHashSet<String>();
    for (String value : values) {
      if (keeps.test(value)) {
        kept.add(value);
      }
    }
    return kept.size() == values.size() ? this : new Scopes(kept);
  }

  /** {@return true if the set has no scope} */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public String toString() {
    return value();
  }
}
