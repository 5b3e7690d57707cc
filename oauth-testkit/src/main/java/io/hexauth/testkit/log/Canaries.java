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
 * Secrets of a test, each unique, and the search for them in whatever comes out.
 *
 * <pre>{@code
 * var canaries = new Canaries();
 * String secret = canaries.create("client_secret");
 * // … run everything …
 * canaries.assertNoneIn(logs);
 * canaries.assertNoneIn(exception);
 * }</pre>
 *
 * <p>Found are the values as they are, URL-encoded, in Base64 (either alphabet, anywhere within a
 * longer encoded text), in hexadecimal, and their first and last 16 characters. Safe for use by
 * multiple threads.
 */
public final class Canaries {

  private final Map<String, List<String>> needles = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** No canary yet. */
  public Canaries() {}

  /**
   * {@return a new secret, 39 characters or more, good as a token, a password or a client secret}
   *
   * @param name what to call it when it is found; lower-case letters, digits and {@code _}
   */
  public String create(String name) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String value = "canary." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    add(name, value);
    return value;
  }

  /**
   * Watches out for a value that was made elsewhere.
   *
   * @param name what to call it when it is found
   * @param value at least 8 characters, or it would be found by accident
   * @throws IllegalArgumentException if it is shorter
   */
  public void add(String name, String value) {
    if (value.length() < 8) {
      throw new IllegalArgumentException("A value of less than 8 characters is found by accident");
    }
    needles.put(name, Needles.of(value));
  }

  /** {@return the names of the canaries that this text shows} */
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
   * {@return the names of the canaries that this throwable shows} In its messages and those of its
   * causes and suppressed ones, in what they print, and in what their public methods without
   * parameters return.
   */
  public Set<String> findIn(Throwable throwable) {
    return findIn(ThrowableText.of(throwable));
  }

  /**
   * Fails if this text shows a canary; says which, not where, for the failure is logged too.
   *
   * @throws AssertionError if it does
   */
  public void assertNoneIn(String text) {
    report(findIn(text), "text");
  }

  /**
   * Fails if this throwable shows a canary at any depth.
   *
   * @throws AssertionError if it does
   */
  public void assertNoneIn(Throwable throwable) {
    report(findIn(throwable), throwable.getClass().getName());
  }

  private static void report(Set<String> found, String where) {
    if (!found.isEmpty()) {
      throw new AssertionError("Secrets in the " + where + ": " + found);
    }
  }

  /** {@return the names of all canaries} */
  public Set<String> names() {
    return new TreeSet<>(new LinkedHashMap<>(needles).keySet());
  }

  @Override
  public String toString() {
    return "Canaries" + names();
  }
}
