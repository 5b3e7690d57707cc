// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.examples.authorizationserver.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** User of the application, over HTTP and with cookies, without a browser. */
final class Person {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final Site site;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(cookies).connectTimeout(PATIENCE).build();
  private String token = "none";

  Person(Site site) {
    this.site = site;
  }

  /** {@return alice, signed in at the application} */
  static Person alice(Site site) {
    var alice = new Person(site);
    alice.get("/sign-in");
    assertThat(alice.signIn("alice", "alice-web-password").statusCode()).isEqualTo(303);
    alice.get("/");
    return alice;
  }

  HttpResponse<String> signIn(String user, String password) {
    return post("/sign-in", "user", user, "password", password);
  }

  /** {@return the URL of the provider to which the button for this action leads} */
  URI consentPage(String action) {
    HttpResponse<String> answer = post(action);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return location(answer);
  }

  /** Connects a provider and returns the page after it. */
  String connect(String provider, Browser browser) {
    return follow(get(browser.approve(consentPage("/" + provider + "/connect"))));
  }

  HttpResponse<String> get(String path) {
    return get(site.url().resolve(path));
  }

  HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  /** Posts a form with the token of the last page. */
  HttpResponse<String> post(String path, String... fields) {
    return postWith(token, path, fields);
  }

  HttpResponse<String> postWith(String csrfToken, String path, String... fields) {
    var body = new StringBuilder("csrf=" + encode(csrfToken));
    for (int i = 0; i < fields.length; i += 2) {
      body.append('&').append(fields[i]).append('=').append(encode(fields[i + 1]));
    }
    return send(
        HttpRequest.newBuilder(site.url().resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** {@return the answer to a GET whose header asks for another method} */
  HttpResponse<String> overridden(String method, String path) {
    return send(
        HttpRequest.newBuilder(site.url().resolve(path))
            .header("X-HTTP-Method-Override", method)
            .GET());
  }

  /** {@return the page to which a redirect leads} */
  String follow(HttpResponse<String> redirect) {
    assertThat(redirect.statusCode()).as(redirect.body()).isEqualTo(303);
    HttpResponse<String> page = get(location(redirect));
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body();
  }

  /** {@return the token of the last page} */
  String token() {
    return token;
  }

  String cookie() {
    return cookies.getCookieStore().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .findFirst()
        .orElse("none");
  }

  static URI location(HttpResponse<String> answer) {
    return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
      Matcher found = TOKEN.matcher(answer.body());
      if (found.find()) {
        token = found.group(1);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
