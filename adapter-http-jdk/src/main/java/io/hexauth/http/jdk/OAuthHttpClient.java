// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthSession;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Adds a valid token to every request of a {@link HttpClient}:
 *
 * <pre>{@code
 * HttpClient api = OAuthHttpClient.of(HttpClient.newHttpClient(), client);
 * HttpResponse<String> invoices = api.send(request, BodyHandlers.ofString());
 * }</pre>
 *
 * <ul>
 *   <li>A token goes only to the registration's {@code resourceOrigins}. A request to another
 *       origin is an {@link IllegalArgumentException}, and so is plain HTTP unless the registration
 *       allows it, and a {@code Host} header that does not name the origin. Nothing is sent then,
 *       and no token is requested.
 *   <li>The client must not follow redirects, which is the default of {@link
 *       HttpClient#newBuilder()}: JDK 17 sends the token to the new location, whatever its origin
 *       is. The 3xx answer is returned.
 *   <li>A request never goes out without a token. What {@link OAuthSession#token()} throws reaches
 *       the caller unchanged.
 *   <li>A request that has an {@code Authorization} header already is an {@link
 *       IllegalStateException}.
 *   <li>A request that the API answers with 401 is sent again, once, with another token, within the
 *       limits of {@link OAuthSession#recover}. The rejected answer is released before. If the API
 *       demands more than the grant has, the caller gets a {@link
 *       io.hexauth.domain.error.ReauthorizationRequiredException}.
 *   <li>Only a body that can be sent twice is sent again: those of {@code BodyPublishers.noBody},
 *       {@code ofString}, {@code ofByteArray} and {@code ofFile}, and any other that {@link
 *       #repeatable} marks. With all others, such as {@code ofInputStream}, the token is refreshed,
 *       and the caller gets the API's answer.
 *   <li>The caller's {@code BodyHandler} sees one answer only, the one that is returned. {@link
 *       java.net.http.HttpResponse#request()} is the caller's own request, without the token.
 * </ul>
 *
 * <p>The timeout of a request holds for each time that it is sent. Of {@code sendAsync}, everything
 * that is thrown completes the future; the calling thread waits neither for a token nor for the
 * API. Cancelling the future cancels the request, not a refresh for other callers. WebSockets are
 * not supported, and closing the client that is returned does not close the given one. A library
 * that builds clients of its own from the settings of the given one, as Feign's {@code Http2Client}
 * does, sends requests without tokens; for Feign there is {@code OAuthFeign}.
 *
 * <p>Safe for use by multiple threads, as the clients that it returns.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1">RFC 6750 §2.1</a>
 */
public final class OAuthHttpClient {

  private OAuthHttpClient() {}

  /**
   * Returns a client whose requests carry the OAuth client's own token.
   *
   * @throws IllegalArgumentException if the HTTP client follows redirects, or the registration has
   *     no {@code resourceOrigins}
   * @throws IllegalStateException if the registration's grant needs a user
   */
  public static HttpClient of(HttpClient http, OAuthClient client) {
    return of(http, client.session());
  }

  /**
   * Returns a client whose requests carry the token of one principal.
   *
   * @throws IllegalArgumentException if the HTTP client follows redirects, or the registration has
   *     no {@code resourceOrigins}
   */
  public static HttpClient of(HttpClient http, OAuthSession session) {
    if (session.registration().resourceOrigins().isEmpty()) {
      throw new IllegalArgumentException(
          "Client registration '"
              + session.registration().id()
              + "': a JDK client has no base URL; add the origins of its APIs with"
              + " resourceOrigins(…)");
    }
    return of(http, () -> session);
  }

  /**
   * Returns a client whose requests carry the token of the current session, such as that of the
   * user whom the calling thread serves.
   *
   * @param session asked once for each request, on the calling thread, {@code sendAsync} included;
   *     what it throws reaches the caller
   * @throws IllegalArgumentException if the HTTP client follows redirects
   */
  public static HttpClient of(HttpClient http, Supplier<OAuthSession> session) {
    if (http.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HTTP client follows redirects, which can send the token to another origin; build it"
              + " with followRedirects(Redirect.NEVER)");
    }
    return new AuthorizedHttpClient(http, Objects.requireNonNull(session, "session"));
  }

  /**
   * Marks a request body that can be sent more than once, so that a rejected request is sent again.
   *
   * @param body brings the same bytes to each subscriber
   */
  public static BodyPublisher repeatable(BodyPublisher body) {
    return new RepeatableBody(Objects.requireNonNull(body, "body"));
  }
}
