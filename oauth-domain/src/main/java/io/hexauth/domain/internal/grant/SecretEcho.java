// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import io.hexauth.domain.authorization.Form;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Search for secrets of a request in a text of the server. A text repeats a secret if it contains
 * any 12 consecutive characters of it. It also does so if it contains both its first four and its
 * last four characters, because servers mask a token in this way. The search covers the secret in
 * its sent form, reversed, percent-encoded, in Base64, and in hexadecimal digits. The text is
 * searched unchanged, with its escapes resolved, and without separators. The case of letters is
 * ignored.
 *
 * <p>A text of more than 2 KiB is not searched and counts as repeating a secret, so that the search
 * is always fast. A secret of fewer than 8 characters is not searched for, because ordinary words
 * can contain it. Such secrets can be parameters such as {@code region=in}.
 */
final class SecretEcho {

  private static final int LONGEST_TEXT = 2048;
  private static final int SHORTEST_SECRET = 8;
  private static final int WINDOW = 12;
  private static final int SHOWN_BY_A_MASK = 4;

  /** Percent-encoding, and the escapes of JSON, JavaScript and HTML. */
  private static final Pattern ESCAPE =
      Pattern.compile(
          "(?:%|\\\\x)([0-9a-f]{2})|\\\\u([0-9a-f]{4})|&#x([0-9a-f]{1,4});|&#([0-9]{1,4});");

  private final List<String> readings;
  private final Set<String> windows = new HashSet<>();

  private SecretEcho(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    String once = unescaped(plain);
    String twice = unescaped(once); // for a text that was encoded twice
    readings =
        Stream.of(plain, once, twice).flatMap(t -> Stream.of(t, squeezed(t))).distinct().toList();
    for (String reading : readings) {
      for (int i = 0; i + WINDOW <= reading.length(); i++) {
        windows.add(reading.substring(i, i + WINDOW));
      }
    }
  }

  static boolean repeats(String text, List<String> secrets) {
    if (text.length() > LONGEST_TEXT) {
      return true;
    }
    var echo = new SecretEcho(text);
    return secrets.stream()
        .filter(secret -> secret.length() >= SHORTEST_SECRET)
        .anyMatch(echo::shows);
  }

  private boolean shows(String secret) {
    return isMasked(secret.toLowerCase(Locale.ROOT))
        || forms(secret)
            .map(form -> form.toLowerCase(Locale.ROOT))
            .flatMap(form -> Stream.of(form, squeezed(form)))
            .anyMatch(this::isIn);
  }

  private boolean isIn(String form) {
    if (form.length() < WINDOW) {
      // A short form matches by chance, and is ignored.
      return form.length() >= SHORTEST_SECRET
          && readings.stream().anyMatch(reading -> reading.contains(form));
    }
    for (int i = 0; i + WINDOW <= form.length(); i++) {
      if (windows.contains(form.substring(i, i + WINDOW))) {
        return true;
      }
    }
    return false;
  }

  private boolean isMasked(String secret) {
    String head = secret.substring(0, SHOWN_BY_A_MASK);
    String tail = secret.substring(secret.length() - SHOWN_BY_A_MASK);
    for (String reading : readings) {
      int at = reading.indexOf(head);
      if (at >= 0 && reading.indexOf(tail, at + SHOWN_BY_A_MASK) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String encoded = Form.encode(secret);
    return Stream.of(
        secret,
        new StringBuilder(secret).reverse().toString(),
        encoded,
        encoded.replace("+", "%20"),
        HexFormat.of().formatHex(bytes),
        base64(bytes, 0),
        base64(bytes, 1),
        base64(bytes, 2),
        base64(bytes, 0).replace('+', '-').replace('/', '_'),
        base64(bytes, 1).replace('+', '-').replace('/', '_'),
        base64(bytes, 2).replace('+', '-').replace('/', '_'));
  }

  /**
   * Returns the part of a secret that appears in the Base64 of any text that contains the secret at
   * this offset (modulo three).
   */
  private static String base64(byte[] secret, int offset) {
    byte[] shifted = new byte[secret.length + offset];
    System.arraycopy(secret, 0, shifted, offset, secret.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    // A character that also depends on neighbouring bytes is left out.
    int first = offset == 0 ? 0 : offset + 1;
    int last = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
    return encoded.substring(first, last);
  }

  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(character(m)));
  }

  private static String character(MatchResult escape) {
    for (int group = 1; group <= 3; group++) {
      String hexadecimal = escape.group(group);
      if (hexadecimal != null) {
        return character(Integer.parseInt(hexadecimal, 16));
      }
    }
    return character(Integer.parseInt(escape.group(4)));
  }

  private static String character(int code) {
    return Character.toString(code).toLowerCase(Locale.ROOT);
  }

  private static String squeezed(String text) {
    return text.replaceAll("[^a-z0-9]", "");
  }
}
