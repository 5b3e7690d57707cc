// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.ResponseBody.Members;
import io.hexauth.domain.internal.grant.ResponseBody.Syntax;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorResponseTest {

  private static final String SECRET = "p%+& Ünïcode:s3cr3t";

  private static Optional<OAuthError> error(int status, Map<String, Object> members) {
    var body = new Members(members, Syntax.JSON);
    return ErrorResponse.in(
        new TokenEndpointResponse(
            status, body, Optional.empty(), Instant.EPOCH, List.of("", SECRET)));
  }

  private static OAuthError described(String description) {
    return error(
            400,
            Map.of(
                "error", "invalid_grant",
                "error_description", description,
                "error_uri", description))
        .orElseThrow();
  }

  @Test
  void errorShouldCarryCodeDescriptionAndUri() {
    var members =
        Map.<String, Object>of(
            "error", "invalid_scope", "error_description", "No.", "error_uri", "https://as/e");
    assertThat(error(400, members))
        .contains(
            new OAuthError(
                OAuthErrorCode.INVALID_SCOPE, Optional.of("No."), Optional.of("https://as/e")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad_refresh_token", "incorrect_client_credentials", "urn:x:y", "E.42"})
  void unknownCodesShouldSurvive(String code) {
    assertThat(error(400, Map.of("error", code)).orElseThrow().code().value()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "500, invalid_grant, true",
    "500, invalid_client, true",
    "502, Bad Gateway, false",
    "500, server_error, false",
    "503, temporarily_unavailable, false",
    "429, rate_limited, false",
    "408, Request Timeout, false",
    "400, server_error, false",
    "200, server_error, false",
    "400, Bad Request, false",
    "400, invalid_grant, true",
    "401, invalid_client, true",
    "403, access_denied, true",
    "422, bad_refresh_token, true",
    "404, invalid_grant, false",
    "404, not_found, false",
    "405, invalid_request, false",
    "410, invalid_client, false",
    "302, invalid_grant, false",
    "399, invalid_grant, false",
    "400, x, true",
    "407, x, true",
    "408, x, false",
    "409, x, true",
    "428, x, true",
    "429, x, false",
    "430, x, true",
    "499, x, true",
    "500, x, false",
    "599, x, false",
    "400, '  invalid_grant	', true"
  })
  void onlyErrorsThatSayWhatHappenedShouldCount(int status, String code, boolean counts) {
    assertThat(error(status, Map.of("error", code)).isPresent()).isEqualTo(counts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "invalid_target",
        "unsupported_token_type"
      })
  void refusalOfAProcessedRequestShouldCountUnderAnyStatusOfAnEndpoint(String code) {
    for (int status : new int[] {200, 400, 408, 429, 500, 503}) {
      assertThat(error(status, Map.of("error", code))).as("%d", status).isPresent();
    }
  }

  @Test
  void errorShouldBeReadFromTheFormsOfProviders() {
    assertThat(error(400, Map.of("error", Map.of("type", "OAuthException", "code", 190))))
        .contains(OAuthError.of(new OAuthErrorCode("OAuthException")));
    assertThat(error(401, Map.of("errors", List.of(Map.of("errorType", "expired_token")))))
        .contains(OAuthError.of(new OAuthErrorCode("expired_token")));
    assertThat(error(400, Map.of("errors", List.of("x")))).isEmpty();
    assertThat(error(400, Map.of("errors", List.of()))).isEmpty();
    assertThat(error(400, Map.of("errors", Map.of("errorType", "x")))).isEmpty();
    assertThat(error(400, Map.of("errors", List.of(Map.of("type", "x"))))).isEmpty();
    assertThat(error(400, Map.of("error", Map.of()))).isEmpty();
    assertThat(error(400, Map.of("error", "x", "errors", List.of(Map.of("errorType", "y")))))
        .contains(OAuthError.of(new OAuthErrorCode("x")));
    assertThat(error(400, Map.of())).isEmpty();
    assertThat(error(400, Map.of("error", 42))).isEmpty();
    assertThat(error(400, Map.of("error", ""))).isEmpty();
    assertThat(error(400, Map.of("error", " \r\n"))).isEmpty();
  }

  @Test
  void textOfTheServerShouldBeCutAndCleaned() {
    var error = described("line\r\n\u001b[31mtwo" + "x".repeat(1000));
    assertThat(error.description().orElseThrow()).startsWith("line[31mtwo").hasSize(300);
    assertThat(described("\r\n\0").description()).isEmpty();
    assertThat(error(400, Map.of("error", "c".repeat(101)))).isEmpty();
  }

  @DisplayName("B19: what repeats a secret of the request is dropped")
  @Test
  void textShouldBeDroppedWhenItRepeatsASecret() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    var echoes =
        List.of(
            SECRET,
            SECRET.toUpperCase(Locale.ROOT),
            SECRET.replace("s3cr3t", "s3\u0000cr\r\n3t"),
            SECRET.replace("Ünï", "n"),
            Form.encode(SECRET),
            Form.encode(SECRET).toLowerCase(Locale.ROOT),
            Form.encode(SECRET).replace("+", "%20"),
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    for (String echo : echoes) {
      var error = described("The grant '" + echo + "' is unknown");
      assertThat(error.description()).as(echo).isEmpty();
      assertThat(error.uri()).as(echo).isEmpty();
      assertThat(error.code()).isEqualTo(OAuthErrorCode.INVALID_GRANT);
    }
    assertThat(described("The grant is unknown").description()).isPresent();
  }

  private static final String TOKEN = "rt-8Cq1fZ52aa_TkV9wPz.0LmN4uYbX7sDe3";

  /** Texts of servers that quote a refresh token. */
  static Stream<Arguments> echoes() {
    byte[] bytes = TOKEN.getBytes(StandardCharsets.UTF_8);
    String twice = Form.encode(TOKEN).replace("%", "%25");
    return Stream.of(
        Arguments.of("whole", TOKEN),
        Arguments.of("cut at the end", TOKEN.substring(0, 12)),
        Arguments.of("cut at the beginning", TOKEN.substring(TOKEN.length() - 12)),
        Arguments.of("cut on both sides", TOKEN.substring(9, 21)),
        Arguments.of("masked with stars", "rt-8C***********************************sDe3"),
        Arguments.of("masked with dots", "rt-8Cq1f...7sDe3"),
        Arguments.of("masked with one mark", "rt-8:sDe3"),
        Arguments.of("upper case", TOKEN.toUpperCase(Locale.ROOT)),
        Arguments.of("lower case, cut", TOKEN.toLowerCase(Locale.ROOT).substring(3, 18)),
        Arguments.of("reversed", new StringBuilder(TOKEN).reverse().toString()),
        Arguments.of("percent-encoded", percentEncoded(TOKEN)),
        Arguments.of("percent-encoded, cut", percentEncoded(TOKEN).substring(0, 36)),
        Arguments.of("percent-encoded twice", percentEncoded(TOKEN).replace("%", "%25")),
        Arguments.of("form-encoded twice", twice),
        Arguments.of("JSON escapes", escaped("\\u%04x")),
        Arguments.of("JavaScript escapes", escaped("\\x%02x")),
        Arguments.of("HTML entities", escaped("&#%d;")),
        Arguments.of("hexadecimal HTML entities", escaped("&#x%X;")),
        Arguments.of("Base64", Base64.getEncoder().encodeToString(bytes)),
        Arguments.of("Base64, cut", Base64.getUrlEncoder().encodeToString(bytes).substring(4, 20)),
        Arguments.of("Base64 behind a byte", base64("x" + TOKEN)),
        Arguments.of("Base64 behind two bytes", base64("xy" + TOKEN + "z")),
        Arguments.of("hexadecimal digits", HexFormat.of().formatHex(bytes)),
        Arguments.of("hexadecimal digits, cut", HexFormat.of().formatHex(bytes).substring(10, 34)),
        Arguments.of("with separators", String.join("-", TOKEN.split(""))),
        Arguments.of("in groups", TOKEN.replaceAll("(.{5})", "$1 ")));
  }

  private static String percentEncoded(String text) {
    return text.chars()
        .mapToObj(c -> "%" + HexFormat.of().toHexDigits((byte) c))
        .collect(joining());
  }

  private static String escaped(String format) {
    return TOKEN.chars().mapToObj(c -> String.format(Locale.ROOT, format, c)).collect(joining());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("echoes")
  void noFormOfARefreshTokenShouldBeInAnError(String form, String echo) {
    assertThat(error(Map.of("error", echo), TOKEN)).isEmpty();
    assertThat(error(Map.of("error", "no_" + echo), TOKEN)).isEmpty();
    var error =
        error(
                Map.of(
                    "error", "invalid_grant",
                    "error_description", "The token " + echo + " is unknown",
                    "error_uri", "https://as.example/e?t=" + echo),
                TOKEN)
            .orElseThrow();
    assertThat(error).isEqualTo(OAuthError.of(OAuthErrorCode.INVALID_GRANT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_expired", "rt-8", "8Cq1fZ52aa_", "sDe3", "invalid_refresh_token"})
  void wordsAndShortPiecesShouldNotBeEchoes(String code) {
    assertThat(error(Map.of("error", code), TOKEN).orElseThrow().code().value()).isEqualTo(code);
  }

  @DisplayName("B19: a code that repeats a secret is no code")
  @Test
  void codeShouldBeDroppedWhenItRepeatsASecret() {
    assertThat(error(400, Map.of("error", "unknown " + Form.encode(SECRET)))).isEmpty();
  }

  private static Optional<OAuthError> error(Map<String, Object> members, String secret) {
    return ErrorResponse.in(
        new TokenEndpointResponse(
            400,
            new Members(members, Syntax.JSON),
            Optional.empty(),
            Instant.EPOCH,
            List.of(secret)));
  }

  @DisplayName("B19: no text makes the search for secrets expensive")
  @Test
  void searchShouldBeBoundedWhenSecretAndTextAreLong() {
    String text = "a".repeat(100_000);
    var error =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () ->
                error(
                    Map.of("error", "invalid_grant", "error_description", text, "error_uri", text),
                    "a".repeat(50_000) + "b"));
    assertThat(error).contains(OAuthError.of(OAuthErrorCode.INVALID_GRANT));
  }

  @DisplayName("B19: a code is searched as it came, not as it is cut")
  @Test
  void codeShouldBeDroppedWhenItRepeatsASecretThatIsLongerThanACode() {
    String secret = "0123456789".repeat(50);
    assertThat(error(Map.of("error", "no " + secret), secret)).isEmpty();
    assertThat(error(Map.of("error", "no " + "x".repeat(3000) + secret), secret)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "in, invalid_grant, invalid_grant",
    "invalid_grant, invalid_grant, invalid_grant",
    "expired, token_expired, token_expired",
    "expired_, token_expired_, "
  })
  void codeShouldSurviveWhenItRepeatsAPlainParameter(String value, String code, String expected) {
    assertThat(
            error(Map.of("error", code, "error_description", "It is in use."), value)
                .map(error -> error.code().value()))
        .isEqualTo(Optional.ofNullable(expected));
    assertThat(
            error(Map.of("error", "x", "error_description", "It is in use."), "in")
                .flatMap(OAuthError::description))
        .contains("It is in use.");
  }
}
