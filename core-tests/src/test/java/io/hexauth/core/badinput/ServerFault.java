// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.SecretScan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Misbehaviour of a token endpoint, and the failure that callers get.
 *
 * @param name the name in the test report
 * @param reply the reply of the server
 * @param type the type of the failure
 * @param check further checks of the failure
 */
record ServerFault(
    String name, Reply reply, Class<? extends OAuthException> type, Consumer<Throwable> check) {

  @Override
  public String toString() {
    return name;
  }

  static ServerFault unavailable(String name, Reply reply, String problem) {
    return new ServerFault(
        name,
        reply,
        ServiceUnavailableException.class,
        e -> {
          var failure = (ServiceUnavailableException) e;
          assertThat(failure.service()).isEqualTo(Service.AUTHORIZATION_SERVER);
          assertThat(failure).hasMessageContaining(problem);
        });
  }

  private static ServerFault busy(int status, String retryAfter, Optional<Duration> expected) {
    return new ServerFault(
        status + " Retry-After: " + retryAfter,
        Reply.busy(status, retryAfter),
        ServiceUnavailableException.class,
        e -> assertThat(((ServiceUnavailableException) e).retryAfter()).isEqualTo(expected));
  }

  private static ServerFault invalid(String name, Reply reply, String problem) {
    return new ServerFault(
        name,
        reply,
        InvalidServerResponseException.class,
        e -> {
          assertThat(((InvalidServerResponseException) e).status()).isEqualTo(reply.status());
          assertThat(e).hasMessageContaining(problem);
        });
  }

  private static ServerFault rejected(String name, Reply reply, String code) {
    return new ServerFault(
        name,
        reply,
        TokenRequestRejectedException.class,
        e -> {
          var failure = (TokenRequestRejectedException) e;
          assertThat(failure.error().code().value()).isEqualTo(code);
          assertThat(failure.status()).isEqualTo(reply.status());
        });
  }

  private static ServerFault badToken(String name, String escape) {
    return invalid(
        "a token with " + name,
        Reply.json(
            200,
            "{\"token_type\":\"Bearer\",\"access_token\":\""
                + SecretScan.create("access token with " + name)
                + escape
                + SecretScan.create("rest of a token with " + name)
                + "\"}"),
        "An access token must have only visible ASCII characters");
  }

  private static Reply ok(String json) {
    return Reply.json(200, json);
  }

  private static String members(int count, String token) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"m" + i + "\":1")
        .collect(Collectors.joining(",", "{\"access_token\":\"" + token + "\",", "}"));
  }

  private static String form(int count, String token) {
    return IntStream.range(0, count)
        .mapToObj(i -> "m" + i + "=1")
        .collect(Collectors.joining("&", "access_token=" + token + "&", ""));
  }

  /** Faults that are visible immediately. */
  static Stream<ServerFault> quick() {
    String secret = SecretScan.create("token in a bad answer");
    return Stream.of(
        unavailable("cut before the answer", Reply.normal().closing(), " unknown"),
        unavailable("reset before the answer", Reply.normal().resetting(), " unknown"),
        unavailable("cut within the answer", Reply.normal().truncated(), " unknown"),
        unavailable("endless", ok("{\"access_token\":\"" + secret).endless(), "larger than"),
        unavailable("endless white space", ok(" ").endless(), "larger than"),
        unavailable("gzip bomb", Reply.gzipBomb(16 * 1024 * 1024), "larger than"),
        unavailable(
            "not gzip as it says",
            ok("{\"access_token\":\"" + secret + "\"}").withHeader("Content-Encoding", "gzip"),
            " unknown"),
        unavailable("HTML with 503", Reply.html(503), "too busy (status 503)"),
        busy(429, "7", Optional.of(Duration.ofSeconds(7))),
        busy(503, "999999999999", Optional.of(Duration.ofHours(1))),
        busy(503, "-1", Optional.empty()),
        busy(503, "soon", Optional.empty()),
        invalid("HTML", Reply.html(200), "its body is HTML or XML"),
        invalid("HTML with 502", Reply.html(502), "it is not a success"),
        invalid("nothing with 500", Reply.of(500), "it is not a success"),
        invalid("nothing with 200", Reply.of(200), "its body is empty"),
        invalid("nothing with 204", Reply.of(204), "its body is empty"),
        invalid("nothing with 400", Reply.of(400), "it is not a success"),
        invalid("80,000 members", ok(members(80_000, secret)), "over a limit"),
        invalid(
            "a form of 80,000 parameters",
            Reply.of(200)
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withBody(form(80_000, secret)),
            "too many parameters"),
        invalid("a JSON array", ok("[\"" + secret + "\"]"), "JSON array"),
        invalid("plain text", ok("Welcome, " + secret), "neither JSON nor a form"),
        invalid("half of an object", ok("{\"access_token\":\"" + secret + "\""), "well-formed"),
        invalid(
            "access_token twice",
            ok("{\"access_token\":\"" + secret + "\",\"access_token\":\"x\"}"),
            "well-formed"),
        invalid("deep nesting", ok("{\"a\":" + "[".repeat(100_000)), "well-formed"),
        invalid("NaN", ok("{\"access_token\":\"" + secret + "\",\"expires_in\":NaN}"), "well-form"),
        invalid("no access_token", ok("{\"token_type\":\"Bearer\"}"), "no access_token"),
        invalid("access_token null", ok("{\"access_token\":null}"), "no access_token"),
        invalid("access_token empty", ok("{\"access_token\":\"\"}"), "no access_token"),
        invalid("access_token a number", ok("{\"access_token\":12345678}"), "no access_token"),
        invalid(
            "token_type mac",
            ok("{\"access_token\":\"" + secret + "\",\"token_type\":\"mac\"}"),
            "not Bearer"),
        invalid(
            "token_type N_A",
            ok("{\"access_token\":\"" + secret + "\",\"token_type\":\"N_A\"}"),
            "not Bearer"),
        invalid("ok: false", ok("{\"ok\":false,\"access_token\":\"" + secret + "\"}"), "an error"),
        rejected(
            "an error with 200",
            ok("{\"error\":\"bad_verification_code\",\"access_token\":\"" + secret + "\"}"),
            "bad_verification_code"),
        rejected("an error with 403", Reply.error(403, "invalid_request"), "invalid_request"),
        rejected("a code in a 500", Reply.error(500, "invalid_request"), "invalid_request"),
        rejected(
            "an error as a form",
            Reply.of(200)
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withBody("error=invalid_request&error_description=x"),
            "invalid_request"),
        badToken("CR LF", "\\r\\nX-Injected: 1"),
        badToken("LF", "\\n"),
        badToken("NUL", "\\u0000"),
        badToken("braces", "{x}"),
        badToken("a space", " "),
        badToken("a quote", "\\\""),
        badToken("a comma", ","),
        badToken("a backslash", "\\\\"),
        badToken("another alphabet", "\\u0100"),
        badToken("an emoji", "\\ud83d\\ude00"));
  }

  /** Faults that are visible only at the deadline. */
  static Stream<ServerFault> slow() {
    return Stream.of(
        unavailable(
            "one byte a second",
            Reply.normal().drippingFromTheStart(Duration.ofSeconds(1)),
            "the deadline passed"),
        unavailable(
            "a body of one byte a second",
            Reply.normal().dripping(Duration.ofSeconds(1)),
            "the deadline passed"),
        unavailable("silence", Reply.normal().hanging(), "the deadline passed"));
  }
}
