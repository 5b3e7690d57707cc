// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Secrets of a whole test run, and the search for them: like {@link Canaries}, but for all tests of
 * one JVM. {@link SecretScanExtension} searches at the end of the run and fails it if a secret
 * appears.
 *
 * <p>While the extension is active, a {@code FakeAuthorizationServer} adds every secret that it
 * issues or receives. Safe for use by multiple threads.
 */
public final class SecretScan {

  /** Shortest secret. A shorter value may be a word that appears in a log. */
  private static final int SHORTEST = 16;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
  private static final NeedleIndex INDEX = new NeedleIndex();
  private static final Queue<Sight> SEEN = new ConcurrentLinkedQueue<>();

  private SecretScan() {}

  /**
   * A text that must not contain a secret.
   *
   * @param where the source of the text
   * @param text the text
   */
  record Sight(String where, String text) {}

  /**
   * {@return a new secret to search for, which can be a token, a password or a client secret}
   *
   * @param name the name of the secret in a failure
   */
  public static String create(String name) {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return add(
        name, "canary." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".end");
  }

  /**
   * Adds a value to search for.
   *
   * @param name the name of the value in a failure
   * @return the value
   * @throws IllegalArgumentException if the value has fewer than 16 characters
   */
  public static String add(String name, String value) {
    if (value.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "A secret must have at least "
              + SHORTEST
              + " characters, because a shorter one is"
              + " found by accident");
    }
    index(name, value);
    return value;
  }

  /**
   * Adds a value like {@link #add}. If the value is too short, or no extension is active, the
   * method does nothing.
   */
  public static void offer(String name, String value) {
    if (SecretScanExtension.isAtWork() && value.length() >= SHORTEST) {
      index(name, value);
    }
  }

  private static void index(String name, String value) {
    if (SECRETS.add(value)) {
      INDEX.add(value, name);
    }
  }

  /**
   * Records an exception that must not contain a secret, with the texts that its methods return.
   * They are searched at the end of the run.
   *
   * @return the same exception
   */
  public static <T extends Throwable> T saw(T throwable) {
    SEEN.add(new Sight(throwable.getClass().getName(), ThrowableText.of(throwable)));
    return throwable;
  }

  /**
   * Records a text that must not contain a secret, such as the result of a {@code toString()}. The
   * text is searched at the end of the run.
   *
   * @param where the source of the text, for the report
   */
  public static void saw(String where, String text) {
    SEEN.add(new Sight(where, text));
  }

  /** {@return the names of the secrets that this throwable contains at any depth} */
  public static List<String> findIn(Throwable throwable) {
    return INDEX.findIn(ThrowableText.of(throwable));
  }

  /** {@return the names of the secrets that this text contains} */
  public static List<String> findIn(String text) {
    return INDEX.findIn(text);
  }

  /** {@return one line for each secret in the recorded texts and in this text} */
  static List<String> report(String where, String text) {
    var lines = new ArrayList<String>();
    INDEX.findIn(text).forEach(name -> lines.add(name + " in " + where));
    for (Sight sight : SEEN) {
      INDEX.findIn(sight.text()).forEach(name -> lines.add(name + " in " + sight.where()));
    }
    return lines;
  }

  /** {@return the number of secrets to search for} */
  public static int size() {
    return SECRETS.size();
  }
}
