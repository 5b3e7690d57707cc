// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scan finds each planted secret, in every form, and nothing else. */
class SecretScanTest {

  private static final String SECRET = SecretScan.add("planted", "p%+&/ é\"planted-secret-0815");

  static Stream<Arguments> forms() {
    return Stream.of(
        form("as it is", s -> s),
        form("within a text", s -> "token=" + s + ";"),
        form("form-encoded", s -> URLEncoder.encode(s, StandardCharsets.UTF_8)),
        form(
            "percent-encoded",
            s -> URLEncoder.encode(s, StandardCharsets.UTF_8).replace("+", "%20")),
        form("Base64", s -> base64(s)),
        form("Basic credentials", s -> "Basic " + base64("app:" + s)),
        form("Basic credentials of another id", s -> "Basic " + base64("myapp:" + s)),
        form("Basic credentials of a third id", s -> "Basic " + base64("an-app:" + s)),
        form("base64url", s -> Base64.getUrlEncoder().encodeToString(s.getBytes(UTF))),
        form("hexadecimal", s -> HexFormat.of().formatHex(s.getBytes(UTF))),
        form(
            "hexadecimal in capitals",
            s -> HexFormat.of().withUpperCase().formatHex(s.getBytes(UTF))),
        form(
            "form-encoded in small letters",
            s -> URLEncoder.encode(s, UTF).toLowerCase(Locale.ROOT)),
        form("JSON with slashes escaped", s -> s.replace("\"", "\\\"").replace("/", "\\/")),
        form("Basic credentials, form-encoded", s -> base64("app:" + URLEncoder.encode(s, UTF))),
        form("JSON", s -> s.replace("\"", "\\\"")),
        form("behind a megabyte", s -> "x".repeat(1 << 20) + s));
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF));
  }

  private static Arguments form(String name, UnaryOperator<String> form) {
    return Arguments.of(name, form);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aPlantedSecretShouldBeFound(String name, UnaryOperator<String> form) {
    assertThat(SecretScan.findIn(form.apply(SECRET))).containsExactly("planted");
  }

  @Test
  void aThrowableShouldBeSearchedAtEveryDepth() {
    var deep = new IllegalStateException("outside", new RuntimeException(SECRET));
    var beside = new IllegalStateException("outside");
    beside.addSuppressed(new IllegalStateException("inside", new RuntimeException(SECRET)));

    assertThat(SecretScan.findIn(deep)).containsExactly("planted");
    assertThat(SecretScan.findIn(beside)).containsExactly("planted");
    assertThat(SecretScan.findIn(new IllegalStateException("harmless"))).isEmpty();
  }

  @Test
  void theReportShouldNameTheSecretAndThePlaceAndNotShowIt() {
    assertThat(SecretScan.report("the log", "something " + SECRET + " else"))
        .containsExactly("planted in the log");
  }

  @Test
  void aValueShouldBeTakenFromSixteenCharactersOn() {
    assertThat(SecretScan.findIn("<" + SecretScan.add("sixteen", "0123456789abcdef") + ">"))
        .containsExactly("sixteen");
    assertThatThrownBy(() -> SecretScan.add("fifteen", "fedcba987654321"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("fedcba");
  }

  /** A text that only starts like a secret is not reported. */
  @Test
  void aTextShouldNotShowASecretUnlessItIsThereToItsEnd() {
    String one = SecretScan.create("whole");
    assertThat(SecretScan.findIn(one.substring(0, 15))).isEmpty();
    assertThat(SecretScan.findIn(one.substring(0, 16))).containsExactly("whole");
    assertThat(SecretScan.findIn(one.substring(one.length() - 15))).isEmpty();
    assertThat(SecretScan.findIn(one.substring(one.length() - 16))).containsExactly("whole");
    assertThat(SecretScan.findIn("")).isEmpty();
    assertThat(SecretScan.findIn(one + " " + SECRET)).containsExactly("planted", "whole");
  }

  @Test
  void theSameValueShouldBeCountedOnce() {
    String one = SecretScan.create("counted");
    int size = SecretScan.size();
    SecretScan.add("again", one);
    assertThat(SecretScan.size()).isEqualTo(size);
    assertThat(SecretScan.findIn(one)).containsExactly("counted");
  }

  @Test
  void aShortValueShouldBeRefusedBecauseItIsFoundByAccident() {
    assertThatThrownBy(() -> SecretScan.add("short", "secret"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCreatedSecretShouldBeUniqueAndFound() {
    String one = SecretScan.create("one");

    assertThat(one).isNotEqualTo(SecretScan.create("one"));
    assertThat(SecretScan.findIn("<" + one + ">")).containsExactly("one");
  }
}
