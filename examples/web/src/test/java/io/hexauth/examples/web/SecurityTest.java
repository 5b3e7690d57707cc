// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session, forms and headers. */
class SecurityTest {

  private static Site site;

  @BeforeAll
  static void start(@TempDir Path folder) {
    site = Site.start(folder, Map.of("attempts-per-minute", "1000"));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/tunebox/calls/profile", "/tunebox/callback?code=1&state=2", "/a/calls/b"})
  void pageShouldNeedASignIn(String path) {
    HttpResponse<String> answer = new Person(site).get(path);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(Person.location(answer)).hasPath("/sign-in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sign-in",
        "/sign-out",
        "/tunebox/connect",
        "/tunebox/disconnect",
        "/tunebox/step-up"
      })
  void formShouldBeRefusedWithoutTheTokenOfTheSession(String path) {
    Person alice = Person.alice(site);
    String foreign = Person.alice(site).token();

    assertThat(alice.postWith("", path).statusCode()).isEqualTo(403);
    assertThat(alice.postWith(foreign, path).statusCode()).isEqualTo(403);
    assertThat(new Person(site).postWith(alice.token(), path).statusCode()).isEqualTo(403);
    assertThat(alice.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void formShouldBeRefusedWithoutTheTokenWhenAHeaderNamesAnotherMethod() {
    Person alice = Person.alice(site);

    assertThat(alice.overridden("POST", "/sign-out").statusCode()).isEqualTo(403);
    assertThat(alice.get("/").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "bob", "nobody", "<b>"})
  void signInShouldSayNothingAboutTheUserWhenThePasswordIsWrong(String user) {
    var person = new Person(site);
    person.get("/sign-in");

    HttpResponse<String> answer = person.signIn(user, "wrong");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .contains("role=\"alert\"", "The user name or the password is wrong.")
        .doesNotContain("<b>");
    assertThat(person.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void signInShouldBeginAnotherSession() {
    var person = new Person(site);
    person.get("/sign-in");
    String before = person.cookie();
    String token = person.token();

    person.signIn("alice", "alice-web-password");
    person.get("/");

    assertThat(person.cookie()).isNotEqualTo(before).isNotEqualTo("none");
    assertThat(person.token()).isNotEqualTo(token);
  }

  @Test
  void signOutShouldEndTheSession() {
    Person alice = Person.alice(site);

    alice.post("/sign-out");

    assertThat(alice.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void cookieShouldBeKeptFromScriptsAndOtherSites() {
    assertThat(new Person(site).get("/sign-in").headers().firstValue("Set-Cookie"))
        .hasValueSatisfying(
            cookie ->
                assertThat(cookie)
                    .startsWith("web-session=")
                    .contains("; HttpOnly", "; SameSite=Lax", "; Path=/")
                    .doesNotContain("Domain", "Secure"));
  }

  @Test
  void cookieShouldBeForThisHostAndTlsOnlyWhenBrowsersUseHttps(@TempDir Path folder) {
    try (Site behindProxy = Site.start(folder, Map.of("url", "https://app.example"))) {
      assertThat(new Person(behindProxy).get("/sign-in").headers().firstValue("Set-Cookie"))
          .hasValueSatisfying(
              cookie ->
                  assertThat(cookie)
                      .startsWith("__Host-session=")
                      .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")
                      .doesNotContain("Domain"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/sign-in", "/nothing", "/static/style.css"})
  void answerShouldCarryTheHeadersThatBrowsersHeed(String path) {
    Map<String, String> expected =
        Map.of(
            "Content-Security-Policy", "default-src 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer");

    var headers = new Person(site).get(path).headers();

    expected.forEach(
        (name, value) -> assertThat(headers.firstValue(name).orElse("none")).startsWith(value));
  }

  @Test
  void pagesShouldSayTheirCharacterEncoding() {
    HttpResponse<String> page = new Person(site).get("/sign-in");

    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.body()).contains("Sign in – Connect your account");
  }

  @Test
  void signInShouldBeRefusedWhenItIsTriedTooOften(@TempDir Path folder) {
    try (Site strict = Site.start(folder, Map.of("attempts-per-minute", "3"))) {
      var person = new Person(strict);
      person.get("/sign-in");
      int first = person.signIn("alice", "wrong").statusCode();
      for (int attempt = 2; attempt <= 3; attempt++) {
        person.signIn("alice", "wrong");
      }

      HttpResponse<String> refused = person.signIn("alice", "alice-web-password");

      assertThat(first).isEqualTo(401);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("Please wait for a minute.");
    }
  }
}
