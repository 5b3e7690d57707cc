// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about troubleshooting has an entry for each exception, reason and warning. */
class TroubleshootingPageTest {

  private static final String PAGE =
      Repository.read(Path.of("docs", "guide", "troubleshooting.md"));

  /** Texts of lines that the code computes, as the page shows them. */
  private static final Map<String, List<String>> COMPUTED =
      Map.of(
          "DefaultOAuthClients",
              List.of(
                  "Secrets and tokens may reach the host … unencrypted, because allowPlainHttp names it; client registrations: …"),
          "RegistrationEvents",
              constants("ports/api/Incident.java", "Kind").stream()
                  .filter(kind -> !kind.equals("GRANT_REFUSED")) // has the level INFO
                  .toList(),
          "SharedRedirectUris",
              List.of(
                  "Client registrations '…' and '…' belong to different servers, and their"
                      + " redirect URIs do not distinguish them"));

  static Stream<String> exceptions() {
    return Repository.files().stream()
        .filter(file -> file.toString().matches("oauth-domain.src.main.*Exception\\.java"))
        .map(file -> file.getFileName().toString().replace(".java", ""))
        .filter(name -> !name.equals("OAuthException"));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void exceptionShouldHaveAnEntry(String exception) {
    assertThat(PAGE).contains("\n| `" + exception + "` | ");
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidCallbackException, Reason",
    "ReauthorizationRequiredException, Reason",
    "ServiceUnavailableException, Service",
    "TokenProviderException, Reason"
  })
  void constantOfAnExceptionShouldHaveAnEntry(String exception, String type) {
    assertThat(constants("domain/error/" + exception + ".java", type))
        .allSatisfy(constant -> assertThat(PAGE).contains("| `" + constant + "` | "));
  }

  static Stream<LogLine> lines() {
    return LogLine.all();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void lineOfTheLogShouldHaveAnEntry(LogLine line) {
    List<String> texts =
        line.text().map(List::of).orElseGet(() -> COMPUTED.getOrDefault(line.type(), List.of()));

    assertThat(texts).as("the texts of %s", line).isNotEmpty();
    assertThat(texts)
        .allSatisfy(
            text -> assertThat(PAGE).contains("\n| `" + text + "` | " + line.level() + " | "));
  }

  @Test
  void incidentThatUsersCauseShouldHaveAnEntryWithItsLevel() {
    assertThat(PAGE).contains("\n| `GRANT_REFUSED` | info | ");
  }

  @Test
  void everyKindOfEntryShouldBeLookedFor() {
    assertThat(exceptions()).hasSize(10).contains("UnknownRegistrationException");
    assertThat(lines()).hasSizeGreaterThan(30).extracting(LogLine::level).contains("error");
    assertThat(constants("ports/api/Incident.java", "Kind")).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LOG.warn("One", e);                                | warn  | One
          LOG.error("One {}," + " two", a);                  | error | One …, two
          LOG.warn(problem);                                 | warn  |
          lines.forEach(LOG::warn);                          | warn  |
          LOG.atLevel(on ? Level.WARN : Level.DEBUG).log("a {}", b); | warn | a …
          """)
  void lineShouldBeReadFromTheCode(String code, String level, String text) {
    assertThat(LogLine.in("Some", "org.slf4j.Logger " + code))
        .singleElement()
        .isEqualTo(new LogLine(level, java.util.Optional.ofNullable(text), "Some"));
  }

  /** {@return the constants of an enum inside a type} */
  private static List<String> constants(String file, String type) {
    String source =
        Repository.files().stream()
            .filter(
                path ->
                    path.toString().replace('\\', '/').endsWith("src/main/java/io/hexauth/" + file))
            .map(Repository::read)
            .findFirst()
            .orElseThrow();
    String body = source.substring(source.indexOf("enum " + type + " {"));
    String constants = body.substring(0, body.indexOf("\n  }"));
    return Pattern.compile("(?m)^    ([A-Z][A-Z_]+)(?=[(,;]|$)")
        .matcher(constants)
        .results()
        .map(constant -> constant.group(1))
        .toList();
  }
}
