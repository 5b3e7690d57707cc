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
 * The secrets of a whole test run and what was seen of them: {@link Canaries} for everything that
 * happens in one JVM. {@link SecretScanExtension} searches at the end of the run and fails it if
 * one got out.
 *
 * <p>While the extension is at work, a {@code FakeAuthorizationServer} offers every secret that it
 * issues or is shown. Safe for use by multiple threads.
 */
public final class SecretScan {

  /** A shorter value may be a word that a log may contain. */
  private static final int SHORTEST = 16;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();
  private static final NeedleIndex INDEX = new NeedleIndex();
  private static final Queue<Sight> SEEN = new ConcurrentLinkedQueue<>();

  private SecretScan() {}

  /**
   * A text that must not show a secret.
   *
   * @param where it was seen
   * @param text what was seen
   */
  record Sight(String where, String text) {}

  /**
   * {@return a new secret that is searched for, good as a token, a password or a client secret}
   *
   * @param name what to call it when it is found
   */
  public static String create(String name) {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return add(
        name, "canary." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".end");
  }

  /**
   * Searches for this value too.
   *
   * @param name what to call it when it is found
   * @return the value
   * @throws IllegalArgumentException if it has less than 16 characters
   */
  public static String add(String name, String value) {
    if (value.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "A secret of less than " + SHORTEST + " characters is found by accident");
    }
    index(name, value);
    return value;
  }

  /**
   * As {@link #add}, but leaves out what is too short, and does nothing where no extension is at
   * work.
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
   * Notes an exception, with everything that can be got out of it.
   *
   * @return the same
   */
  public static <T extends Throwable> T saw(T throwable) {
    SEEN.add(new Sight(throwable.getClass().getName(), ThrowableText.of(throwable)));
    return throwable;
  }

  /**
   * Notes a text, such as the {@code toString()} of something.
   *
   * @param where it comes from, for the report
   */
  public static void saw(String where, String text) {
    SEEN.add(new Sight(where, text));
  }

  /** {@return the names of the secrets that this throwable shows at any depth} */
  public static List<String> findIn(Throwable throwable) {
    return INDEX.findIn(ThrowableText.of(throwable));
  }

  /** {@return the names of the secrets that this text shows} */
  public static List<String> findIn(String text) {
    return INDEX.findIn(text);
  }

  /** {@return one line for each secret in what was seen so far and in this text} */
  static List<String> report(String where, String text) {
    var lines = new ArrayList<String>();
    INDEX.findIn(text).forEach(name -> lines.add(name + " in " + where));
    for (Sight sight : SEEN) {
      INDEX.findIn(sight.text()).forEach(name -> lines.add(name + " in " + sight.where()));
    }
    return lines;
  }

  /** {@return how many secrets are searched for} */
  public static int size() {
    return SECRETS.size();
  }
}
