// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Unique secrets of a test, and the search for them in texts and exceptions.
 *
 * <pre>{@code
 * var canaries = new Canaries();
 * String secret = canaries.create("client_secret");
 * // … run everything …
 * canaries.assertNoneIn(logs);
 * canaries.assertNoneIn(exception);
 * }</pre>
 *
 * <p>The search finds values that are unchanged, URL-encoded, in Base64 (both alphabets, also
 * inside a longer encoded text) or in hexadecimal, and their first and last 16 characters. Safe for
 * use by multiple threads.
 */
public final class Canaries {

  private final Map<String, List<String>> needles = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Creates an empty set of secrets. */
  public Canaries() {}

  /**
   * {@return a new secret of at least 39 characters, which can be a token, a password or a client
   * secret}
   *
   * @param name the name of the secret in a failure: lower-case letters, digits and {@code _}
   */
  public String create(String name) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String value = "canary." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    add(name, value);
    return value;
  }

  /**
   * Adds a value to search for.
   *
   * @param name the name of the value in a failure
   * @param value at least 8 characters, because a shorter value could appear by accident
   * @throws IllegalArgumentException if the value is shorter
   */
  public void add(String name, String value) {
    if (value.length() < 8) {
      throw new IllegalArgumentException(
          "A value must have at least 8 characters, because a"
              + " shorter one is found by accident");
    }
    needles.put(name, Needles.of(value));
  }

  /** {@return the names of the secrets that this text contains} */
  public Set<String> findIn(String text) {
    var found = new TreeSet<String>();
    needles.forEach(
        (name, forms) -> {
          if (forms.stream().anyMatch(text::contains)) {
            found.add(name);
          }
        });
    return found;
  }

  /**
   * {@return the names of the secrets that this throwable contains} The search covers its messages,
   * its causes and suppressed exceptions, the printed stack trace, and the results of public
   * methods without parameters.
   */
  public Set<String> findIn(Throwable throwable) {
    return findIn(ThrowableText.of(throwable));
  }

  /**
   * Fails if this text contains a secret. The failure names the secret and does not show the text,
   * because the failure is logged too.
   *
   * @throws AssertionError if the text contains a secret
   */
  public void assertNoneIn(String text) {
    report(findIn(text), "text");
  }

  /**
   * Fails if this throwable contains a secret, in any place that {@link #findIn(Throwable)}
   * searches. The failure names the secret and does not show the throwable's text.
   *
   * @throws AssertionError if the throwable contains a secret
   */
  public void assertNoneIn(Throwable throwable) {
    report(findIn(throwable), throwable.getClass().getName());
  }

  private static void report(Set<String> found, String where) {
    if (!found.isEmpty()) {
      throw new AssertionError("Secrets in the " + where + ": " + found);
    }
  }

  /** {@return the names of all secrets} */
  public Set<String> names() {
    return new TreeSet<>(new LinkedHashMap<>(needles).keySet());
  }

  @Override
  public String toString() {
    return "Canaries" + names();
  }
}
