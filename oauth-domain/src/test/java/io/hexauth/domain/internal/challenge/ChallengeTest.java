// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '§',
      value = {
        "Bearer > bearer{}",
        "bEaReR > bearer{}",
        "Bearer realm=\"a\" > bearer{realm=a}",
        "Bearer realm=a > bearer{realm=a}",
        "Bearer REALM = \"a\" > bearer{realm=a}",
        "Bearer realm=\"a, Basic b=\\\"c\\\"\", error=\"x\" > bearer{error=x, realm=a, Basic b=\"c\"}",
        "Bearer realm=\"a\\\\b\" > bearer{realm=a\\b}",
        "Bearer error=\"first\", error=\"second\" > bearer{error=first}",
        "Bearer realm=\"\" > bearer{realm=}",
        ", ,Bearer a=b,,c=d, > bearer{a=b, c=d}",
        "Basic realm=\"x\", Bearer error=\"invalid_token\" > basic{realm=x} bearer{error=invalid_token}",
        "Bearer, Basic > bearer{} basic{}",
        "Bearer , Basic > bearer{} basic{}",
        "Negotiate > negotiate{}",
        "Negotiate YWJj== > negotiate{}",
        "Negotiate YWJj=, Bearer a=b > negotiate{} bearer{a=b}",
        "Negotiate abc/+def, Bearer a=b > negotiate{} bearer{a=b}",
        "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\""
            + " > newauth{realm=apps, title=Login to \"apps\", type=1} basic{realm=simple}",
      })
  void fieldShouldBeReadAsItsChallenges(String field, String challenges) {
    assertThat(text(Challenge.parse(List.of(field)))).isEqualTo(challenges);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '§',
      value = {
        "\"Bearer\" > §§",
        "=, Bearer > §§",
        "Basic, Bearer error=\"no end > basic{}",
        "Basic, Bearer a=b c=d > basic{}",
        "Basic, Bearer a=b;c=d > basic{}",
        "Basic, Bearer a=\"b\"c > basic{}",
        "Basic, Bearer;a=b, Digest > basic{}",
        "Basic, Bearer a b > basic{}",
        "Basic, Bearer a=@ > basic{}",
      })
  void fieldShouldBeReadUpToTheChallengeThatIsMalformed(String field, String challenges) {
    assertThat(text(Challenge.parse(List.of(field)))).isEqualTo(challenges);
  }

  @Test
  void challengesOfAllFieldsShouldCountAndAMalformedFieldHideNoOther() {
    assertThat(text(Challenge.parse(List.of("Basic", "", "Bearer a=\"", "Bearer b=c"))))
        .isEqualTo("basic{} bearer{b=c}");
  }

  @Test
  void numberOfChallengesShouldBeBounded() {
    String many = String.join(", ", Collections.nCopies(100, "Basic"));
    assertThat(Challenge.parse(List.of(many))).hasSize(32);
    assertThat(Challenge.parse(Collections.nCopies(100, "Basic"))).hasSize(32);
  }

  @Test
  void fieldShouldBeReadUpToItsLongestLengthAndNoFurther() {
    String longest = "Bearer a=\"" + "x".repeat(16_384 - 11) + "\"";
    assertThat(longest).hasSize(16_384);
    assertThat(Challenge.parse(List.of(longest))).hasSize(1);
    assertThat(Challenge.parse(List.of(longest + " "))).isEmpty();
  }

  @Test
  @Timeout(20)
  void noFieldShouldEndInAnExceptionOrTakeLong() {
    var random = new Random(4711);
    String alphabet = "aB1=\"\\, \t;/+~:(\u0000\u00e9\ud83d";
    for (int i = 0; i < 20_000; i++) {
      String field =
          random
              .ints(random.nextInt(60), 0, alphabet.length())
              .mapToObj(at -> String.valueOf(alphabet.charAt(at)))
              .collect(Collectors.joining());
      for (Challenge challenge : Challenge.parse(List.of("Bearer " + field))) {
        assertThat(challenge.scheme()).matches("[!#$%&'*+.^_`|~0-9a-z-]+");
        assertThat(challenge.parameters().keySet())
            .allSatisfy(name -> assertThat(name).matches("[!#$%&'*+.^_`|~0-9a-z-]+"));
      }
    }
    for (String part : Arrays.asList("a=b,", "a ", "a=\"", ",", "a=", "\\\"", "a,")) {
      Challenge.parse(List.of("Bearer " + part.repeat(16_000 / part.length())));
    }
  }

  @Test
  void challengeShouldShowNoText() {
    assertThat(new Challenge("Bearer", Map.of("error_description", "canary")))
        .hasToString("Challenge[parameters=1]");
  }

  private static String text(List<Challenge> challenges) {
    return challenges.stream()
        .map(c -> c.scheme() + new java.util.TreeMap<>(c.parameters()))
        .collect(Collectors.joining(" "));
  }
}
