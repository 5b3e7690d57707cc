// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests, steps of the quickstart and API names in docs/seeds.md exist, and none is missing. */
class SeedsDocumentTest {

  private static final String DOCUMENT = Repository.read(Path.of("docs", "seeds.md"));

  private static final Map<String, String> SOURCES =
      Repository.files().stream()
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  SeedsDocumentTest::name, Repository::read, (one, another) -> one + another));

  private static String name(Path file) {
    boolean test = file.toString().contains("src" + java.io.File.separator + "test");
    return (test ? "test " : "") + file.getFileName().toString().replace(".java", "");
  }

  private static final Pattern EXTENDED = Pattern.compile("class \\w+ extends (\\w+)");

  @Test
  void everyTestShouldExist() {
    List<String[]> tests = code("([A-Z]\\w+)#(\\w+)").toList();

    assertThat(tests).hasSizeGreaterThan(60);
    assertThat(tests)
        .filteredOn(test -> !says("test " + test[0], "void " + test[1] + "\\("))
        .isEmpty();
  }

  @Test
  void everyStepShouldExist() {
    String quickstart =
        SOURCES.entrySet().stream()
            .filter(source -> source.getValue().contains("package io.hexauth.examples.quickstart;"))
            .filter(source -> !source.getKey().startsWith("test "))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining());
    List<String> steps =
        rows().flatMap(row -> found("(\"[^\"]+\")", row[2])).map(step -> step[0]).toList();

    assertThat(steps).hasSizeGreaterThan(60);
    assertThat(steps).filteredOn(step -> !quickstart.contains(step)).isEmpty();
  }

  @Test
  void everyNameOfHexauthShouldExist() {
    List<String[]> names =
        rows()
            .flatMap(row -> found("`([A-Z]\\w+)((?:\\.\\w+)*)(?:\\([^)]*\\))?`", row[1]))
            .toList();

    assertThat(names).hasSizeGreaterThan(100);
    assertThat(names)
        .filteredOn(
            name ->
                !SOURCES.containsKey(name[0])
                    || !Arrays.stream(name[1].split("\\."))
                        .allMatch(member -> says(name[0], "\\b" + member + "\\b")))
        .isEmpty();
  }

  /** {@return true if the type or one of its supertypes contains the text} */
  private static boolean says(String source, String pattern) {
    String text = SOURCES.getOrDefault(source, "");
    return Pattern.compile(pattern).matcher(text).find()
        || EXTENDED.matcher(text).results().anyMatch(above -> says(above.group(1), pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          000: OAuthClientId OAuthClientSecret OAuthRedirectUri OAuthToken AuthorizationCodeAuthCredentials \
          o_auth_client_id o_auth_client_secret o_auth_redirect_uri o_auth_token get_authorization_url fetch_token \
          OAuthProviderException APIException clone_with is_token_expired refresh_token save_token_to_database \
          load_token_from_database
          001: OAuthClientId OAuthClientSecret OAuthRedirectUri OAuthToken OAuthOnTokenUpdate OAuthClockSkew \
          AuthorizationCodeAuthCredentials oauth_client_id oauth_client_secret oauth_redirect_uri oauth_token \
          oauth_on_token_update oauth_clock_skew get_authorization_url fetch_token OauthProviderException \
          ApiException clone_with revokeToken save_token_to_database load_token_from_database
          002: OAuthClientId OAuthClientSecret OAuthUsername OAuthPassword OAuthToken ResourceOwnerAuthCredentials \
          o_auth_client_id o_auth_client_secret o_auth_username o_auth_password o_auth_token fetch_token \
          OAuthProviderException APIException clone_with is_token_expired refresh_token save_token_to_database \
          load_token_from_database
          003: OAuthClientId OAuthClientSecret OAuthToken OAuthScopes OAuthTokenProvider OAuthOnTokenUpdate \
          OAuthClockSkew ClientCredentialsAuthCredentials OAuthScopeEnum READ_SCOPE WRITE_SCOPE o_auth_client_id \
          o_auth_client_secret o_auth_token o_auth_scopes o_auth_token_provider o_auth_on_token_update \
          o_auth_clock_skew last_oauth_token auth_manager fetch_token save_token_to_database load_token_from_database
          004: OAuthClientId OAuthClientSecret OAuthRedirectUri OAuthToken OAuthScopes \
          AuthorizationCodeAuthCredentials OAuthScopeEnum o_auth_client_id o_auth_client_secret \
          o_auth_redirect_uri o_auth_token o_auth_scopes get_authorization_url fetch_token OAuthProviderException \
          APIException clone_with is_token_expired refresh_token save_token_to_database load_token_from_database
          """)
  void everyNameOfADocumentShouldBeMapped(String document, String names) {
    String section = DOCUMENT.split("\n## " + document + ":")[1].split("\n## ")[0];
    String mapped =
        section
            .lines()
            .map(row -> row.split("\\|"))
            .filter(row -> row.length > 1)
            .map(row -> row[1])
            .collect(Collectors.joining("\n"));

    assertThat(names.split(" "))
        .allSatisfy(name -> assertThat(mapped).containsPattern("`[^`]*\\b" + name + "\\b[^`]*`"));
  }

  /** {@return the rows of all tables: the text of the seed document, the API, and the proof} */
  private static Stream<String[]> rows() {
    return DOCUMENT
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| document"))
        .map(line -> line.substring(2).split(" \\| ?"));
  }

  private static Stream<String[]> code(String pattern) {
    return found("`" + pattern + "`", DOCUMENT);
  }

  private static Stream<String[]> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(
            found ->
                found.groupCount() == 1
                    ? new String[] {found.group(1)}
                    : new String[] {found.group(1), found.group(2)});
  }
}
