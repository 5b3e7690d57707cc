// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthSession;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Factory of {@link HttpClient}s that add a valid token to every request:
 *
 * <pre>{@code
 * HttpClient api = OAuthHttpClient.of(HttpClient.newHttpClient(), client);
 * HttpResponse<String> invoices = api.send(request, BodyHandlers.ofString());
 * }</pre>
 *
 * <ul>
 *   <li><b>Origins.</b> A token is sent only to the registration's {@code resourceOrigins}. A
 *       request to another origin is an {@link IllegalArgumentException}. So is plain HTTP, unless
 *       the registration allows it, and a {@code Host} header that does not match the origin. In
 *       these cases, no request is sent and no token is obtained.
 *   <li><b>Redirects.</b> The given client must not follow redirects, which is the default of
 *       {@link HttpClient#newBuilder()}: JDK 17 would send the token to the new location, whatever
 *       its origin is. The caller gets the 3xx answer.
 *   <li><b>No request without a token.</b> An exception of {@link OAuthSession#token()} reaches the
 *       caller unchanged.
 *   <li><b>Headers.</b> A request that already has an {@code Authorization} header is an {@link
 *       IllegalStateException}.
 *   <li><b>Rejected requests.</b> A request that the API answers with 401 is sent once more with
 *       another token, within the limits of {@link OAuthSession#recover}. The rejected answer is
 *       closed first. If the API demands more than the grant has, the caller gets a {@link
 *       io.hexauth.domain.error.ReauthorizationRequiredException}.
 *   <li><b>Bodies.</b> A request is sent again only if its body can be sent twice. Those are bodies
 *       of {@code BodyPublishers.noBody}, {@code ofString}, {@code ofByteArray} and {@code ofFile},
 *       and bodies that {@link #repeatable} marks. With any other body, such as {@code
 *       ofInputStream}, the token is refreshed, and the caller gets the API's answer.
 *   <li><b>Answers.</b> The caller's {@code BodyHandler} receives only the answer that is returned.
 *       {@link java.net.http.HttpResponse#request()} is the caller's own request, without the
 *       token.
 * </ul>
 *
 * <p>The timeout of a request applies to each attempt. With {@code sendAsync}, all exceptions
 * complete the future, and the calling thread waits neither for a token nor for the API. Cancelling
 * the future cancels the request, but not a refresh that other callers wait for. WebSockets are not
 * supported. Closing the returned client does not close the given one. A library that builds its
 * own clients from the settings of the returned client, as Feign's {@code Http2Client} does, sends
 * requests without tokens; for Feign, use {@code OAuthFeign}.
 *
 * <p>Safe for use by multiple threads, like the returned clients.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1">RFC 6750 §2.1</a>
 */
public final class OAuthHttpClient {

  private OAuthHttpClient() {}

  /**
   * Returns a client that adds the OAuth client's own token to each request.
   *
   * @throws IllegalArgumentException if the HTTP client follows redirects, or if the registration
   *     has no {@code resourceOrigins}
   * @throws IllegalStateException if the registration's grant needs a user
   */
  public static HttpClient of(HttpClient http, OAuthClient client) {
    return of(http, client.session());
  }

  /**
   * Returns a client that adds the token of one principal to each request.
   *
   * @throws IllegalArgumentException if the HTTP client follows redirects, or if the registration
   *     has no {@code resourceOrigins}
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
   * Returns a client that adds the token of the current session to each request. The current
   * session is, for example, the session of the current user.
   *
   * @param session returns the current session; called once for each request, on the calling
   *     thread, also for {@code sendAsync}. If it throws an exception, {@code send} throws the same
   *     exception, and the future of {@code sendAsync} completes with it
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
   * Marks a request body as repeatable. If the API rejects the token of a request with this body,
   * the client can send the request again with another token.
   *
   * @param body a publisher that sends the same bytes to each subscriber
   * @return the marked body
   */
  public static BodyPublisher repeatable(BodyPublisher body) {
    return new RepeatableBody(Objects.requireNonNull(body, "body"));
  }
}
