// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Simulated user at a browser: signs in at the demo server and answers its consent page, over HTTP
 * and with cookies. It never opens the client's redirect URI, but returns the URL to which the
 * server redirects.
 *
 * <p>Not safe for use by multiple threads: one browser is one user.
 */
public final class Browser {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_REDIRECTS = 10;

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** Creates a browser without cookies, so that no user is signed in. */
  public Browser(DemoAuthorizationServer server) {
    this.server = server.issuer();
  }

  /**
   * Signs in a {@link DemoUser} with the user's password, and returns this browser.
   *
   * @throws IllegalArgumentException if no user has this name
   * @throws IllegalStateException if the server gives an unexpected answer
   */
  public Browser signIn(String username) {
    DemoUser user =
        Arrays.stream(DemoUser.values())
            .filter(candidate -> candidate.username().equals(username))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no user " + username));
    return signIn(username, user.password());
  }

  /**
   * Signs in and returns this browser.
   *
   * @throws IllegalStateException if the server refuses the password or gives an unexpected answer
   */
  public Browser signIn(String username, String password) {
    HtmlForm form = form(get(server.resolve(Pages.LOGIN)), 0);
    String body =
        form.submit(
            new HtmlForm.Field("username", username), new HtmlForm.Field("password", password));
    HttpResponse<String> answer = post(form, body);
    URI next = redirect(answer).orElseThrow(() -> unexpected(answer));
    if (next.getPath().equals(Pages.LOGIN)) {
      throw new IllegalStateException("the server refused to sign in " + username);
    }
    return this;
  }

  /**
   * Opens the authorization URL, approves all requested scopes, and returns the redirect to the
   * client, with {@code code} or, if the server refused the request, {@code error}.
   *
   * @throws IllegalStateException if no user is signed in, or if the server shows an error page
   *     instead of a redirect, as it does for an unknown client or redirect URI
   */
  public URI approve(URI authorizationUrl) {
    return answer(authorizationUrl, 0, scope -> true);
  }

  /**
   * Works like {@link #approve(URI)}, but approves only these of the requested scopes.
   *
   * @throws IllegalStateException as {@link #approve(URI)}
   */
  public URI approveOnly(URI authorizationUrl, Set<String> scopes) {
    return answer(authorizationUrl, 0, scopes::contains);
  }

  /**
   * Opens the authorization URL, denies consent, and returns the redirect to the client, with
   * {@code error=access_denied}.
   *
   * @throws IllegalStateException as {@link #approve(URI)}
   */
  public URI deny(URI authorizationUrl) {
    return answer(authorizationUrl, 1, scope -> false);
  }

  private URI answer(URI authorizationUrl, int button, Predicate<String> ticked) {
    HttpResponse<String> page = get(authorizationUrl);
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      Optional<URI> next = redirect(page);
      if (next.isPresent() && !next.get().getAuthority().equals(server.getAuthority())) {
        return next.get();
      }
      URI here = next.orElse(page.uri());
      if (here.getPath().equals(Pages.LOGIN)) {
        throw new IllegalStateException("no user is signed in: call signIn first");
      }
      if (next.isPresent()) {
        page = get(here);
      } else if (here.getPath().equals(Pages.CONSENT)) {
        HtmlForm form = form(page, button);
        page = post(form, form.submit(ticked));
      } else {
        throw unexpected(page);
      }
    }
    throw new IllegalStateException("more than " + MOST_REDIRECTS + " redirects");
  }

  private HttpResponse<String> get(URI uri) {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  private HttpResponse<String> post(HtmlForm form, String body) {
    return send(
        HttpRequest.newBuilder(server.resolve(form.action()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(PATIENCE).header("Accept", "text/html").build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while talking to the demo server", e);
    }
  }

  private static Optional<URI> redirect(HttpResponse<String> response) {
    return response.statusCode() / 100 == 3
        ? response.headers().firstValue("Location").map(response.uri()::resolve)
        : Optional.empty();
  }

  private static HtmlForm form(HttpResponse<String> page, int index) {
    List<HtmlForm> forms = HtmlForm.in(page.body());
    if (page.statusCode() != 200 || forms.size() <= index) {
      throw unexpected(page);
    }
    return forms.get(index);
  }

  private static IllegalStateException unexpected(HttpResponse<String> response) {
    // Query and body are left out: they may contain a code or a state.
    return new IllegalStateException(
        "unexpected answer " + response.statusCode() + " from " + response.uri().getPath());
  }
}
