// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a secret that count as an echo: limits, and the shortest secrets in every encoding. */
class SecretEchoTest {

  private static boolean repeats(String text, String... secrets) {
    return SecretEcho.repeats(text, List.of(secrets));
  }

  @Test
  void textShouldBeReadUpToTwoKibibytesAndNoFurther() {
    assertThat(repeats("-".repeat(2048), "s3cr3t-0f-us")).isFalse();
    assertThat(repeats("-".repeat(2049), "s3cr3t-0f-us")).isTrue();
    assertThat(repeats("-".repeat(2036) + "s3cr3t-0f-us", "s3cr3t-0f-us")).isTrue();
    assertThat(repeats("-".repeat(2049))).isTrue();
  }

  @Test
  void secretShouldBeSearchedForFromEightCharactersOn() {
    assertThat(repeats("it is s3cr3t7 here", "s3cr3t7")).isFalse();
    assertThat(repeats("it is s3cr3t-8 here", "s3cr3t-8")).isTrue();
    assertThat(repeats("it is s3cr3t-8 here", "", "in", "other-secret", "s3cr3t-8")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // for a secret with the 20 characters from a to t
    "0, 12, true",
    "0, 11, false",
    "4, 16, true",
    "4, 15, false",
    "8, 20, true",
    "9, 20, false"
  })
  void twelveCharactersShouldBeAnEcho(int from, int to, boolean echo) {
    String secret = "abcdefghijklmnopqrst";
    assertThat(repeats("!" + secret.substring(from, to) + "!", secret)).isEqualTo(echo);
    String reversed = new StringBuilder(secret).reverse().toString();
    assertThat(repeats(reversed.substring(from, to), secret)).isEqualTo(echo);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefghij,  abcd...ghij,  true",
    "abcdefghij,  ABCD...GHIJ,  true",
    "abcdefghij,  abcdghij,     true",
    "abcdefghij,  x abcd y ghij z, true",
    "abcdefghij,  ghij...abcd,  false",
    "abcdefghij,  abcd...hij,   false",
    "abcdefghij,  abc...ghij,   false",
    "abcdefghij,  bcd...ghij,   false",
    "abab1-abab,  ababab,       false",
    "abab1-abab,  abababab,     true"
  })
  void firstFourAndLastFourCharactersShouldBeAnEcho(String secret, String text, boolean echo) {
    assertThat(repeats(text, secret)).isEqualTo(echo);
  }

  @Test
  void shortSecretShouldBeAnEchoAsAWholeInEveryEncoding() {
    for (String secret : List.of("Zx9aqW3e", "Zx9aqW3e5", "Zx9aqW3e5b", "Zx9aqW3e5bk")) {
      String reversed = new StringBuilder(secret).reverse().toString();
      assertThat(repeats("<" + reversed + ">", secret)).as(reversed).isTrue();
      assertThat(repeats(reversed.substring(1), secret)).as("cut").isFalse();
      assertThat(repeats(reversed.substring(0, secret.length() - 1), secret)).as("cut").isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Zx9!qW3e", "a?bc>de~", "?ab>cd~e", "ab?cd>ef", "Zx9!qW3e5", "Zx9!qW3e5?"})
  void secretShouldBeAnEchoInBase64WhateverStandsAroundIt(String secret) {
    for (String before : List.of("", "x", "xy", "xyz", "user", "user:")) {
      for (String after : List.of("", "k", "~~", "kkk")) {
        byte[] bytes = (before + secret + after).getBytes(UTF_8);
        for (var encoder :
            List.of(
                Base64.getEncoder(),
                Base64.getEncoder().withoutPadding(),
                Base64.getUrlEncoder(),
                Base64.getUrlEncoder().withoutPadding())) {
          String echo = encoder.encodeToString(bytes);
          assertThat(repeats("[" + echo + "]", secret)).as(before + "|" + after).isTrue();
        }
      }
    }
    assertThat(repeats(Base64.getEncoder().encodeToString("other-s3cret".getBytes(UTF_8)), secret))
        .isFalse();
  }

  @Test
  void wordThatIsLeftWithoutSeparatorsShouldBeNoEcho() {
    assertThat(repeats("abcde", "--a-b-c-d-e--")).isFalse();
    assertThat(repeats("it says abcdefg now", "--a-b-c-d-e-f-g--")).isFalse();
    assertThat(repeats("it says abcdefgh now", "--a-b-c-d-e-f-g-h--")).isTrue();
    assertThat(repeats("a.b.c.d.e.f.g.h", "--a-b-c-d-e-f-g-h--")).isTrue();
  }

  @Test
  void escapesShouldBeResolvedInsideOfEscapes() {
    String secret = "Zx9!qW3e5?kL";
    String entities = secret.chars().mapToObj(c -> "&#" + c + ";").collect(joining());
    assertThat(repeats(entities, secret)).isTrue();
    assertThat(repeats(entities.replace("&", "%26").replace("#", "\\x23"), secret)).isTrue();
    assertThat(repeats(entities.replace("&", "%2526").replace("#", "%2523"), secret))
        .as("three times")
        .isFalse();
  }

  @Test
  void escapesShouldBeNoInstructions() {
    assertThat(repeats("%24%5C%241 \\u0024\\x5c &#36;&#x5c; &#9999; &#xD83D;", "Zx9!qW3e"))
        .isFalse();
    assertThat(repeats("%24%5C%24%5C%24%5C%24%5C", "$\\$\\$\\$\\")).isTrue();
  }
}
