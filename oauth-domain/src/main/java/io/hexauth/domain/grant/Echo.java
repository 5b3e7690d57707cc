// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.grant;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Does a server's text repeat a secret of the request? As it was, or as servers echo it:
 * form-urlencoded, percent-encoded, in Base64. Case does not count, nor do characters that are
 * dropped from the text before anybody sees it.
 *
 * <p>A text of more than 2 KiB counts as an echo, unread: the search stays short, whatever the
 * server sent. A secret of less than 8 characters is not searched for: it stands in words by
 * chance, and among the secrets are parameters such as {@code region=in}.
 */
final class Echo {

  private static final int LONGEST_TEXT = 2048;
  private static final int SHORTEST_SECRET = 8;

  private Echo() {}

  static boolean repeats(String text, List<String> secrets) {
    if (text.length() > LONGEST_TEXT) {
      return true;
    }
    String whole = text.toLowerCase(Locale.ROOT);
    String printable = printable(whole);
    return secrets.stream()
        .filter(secret -> secret.length() >= SHORTEST_SECRET)
        .flatMap(Echo::forms)
        .map(form -> form.toLowerCase(Locale.ROOT))
        .anyMatch(form -> isIn(whole, form) || isIn(printable, printable(form)));
  }

  private static boolean isIn(String text, String form) {
    return !form.isEmpty() && text.contains(form);
  }

  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    String encoded = Form.encode(secret);
    return Stream.of(
        secret,
        encoded,
        encoded.replace("+", "%20"),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "");
  }
}
