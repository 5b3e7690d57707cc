// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import feign.AsyncClient;
import feign.Capability;
import feign.Client;
import feign.Contract;
import io.hexauth.domain.registration.Principal;
import io.hexauth.http.feign.client.internal.AuthorizedAsyncClient;
import io.hexauth.http.feign.client.internal.AuthorizedClient;
import io.hexauth.http.feign.client.internal.Authorizer;
import io.hexauth.http.feign.client.internal.Sessions;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Feign capability that adds a valid token to every call of a Feign client:
 *
 * <pre>{@code
 * Feign.builder().addCapability(OAuthFeign.of(client)).target(Billing.class, "https://billing.example");
 * }</pre>
 *
 * <ul>
 *   <li><b>Origins.</b> A token is sent only to the registration's {@code resourceOrigins}. If it
 *       has none, a token is sent only to the origin of the target's base URL. A call to another
 *       origin, for example through a {@link java.net.URI} parameter of a method, fails with an
 *       {@link IllegalArgumentException}. A call with plain HTTP fails too, unless the registration
 *       allows it. In these cases, no request is sent and no token is obtained.
 *   <li><b>Redirects</b> are not followed, whatever the options of the client say, because a
 *       redirect would send the token to another place. Feign gets the 3xx answer and passes it to
 *       its error decoder. If you give an {@link java.net.http.HttpClient} to Feign's {@code
 *       Http2Client}, it must not follow redirects: with {@code Redirect.NORMAL} and equal connect
 *       timeouts, Feign uses the client as it is, and JDK 17 sends the token to another host.
 *   <li><b>No call without a token.</b> An exception of {@link OAuthSession#token()} reaches the
 *       caller of the Feign method unchanged, and Feign does not retry the call.
 *   <li><b>Headers.</b> A request that already has an {@code Authorization} header fails with an
 *       {@link IllegalStateException}. A request whose {@code Host} header does not match the
 *       origin of its URL, or with several {@code Host} headers, fails with an {@link
 *       IllegalArgumentException}.
 *   <li><b>Rejected calls.</b> A call that the API answers with 401 is sent once more with another
 *       token, within the limits of {@link OAuthSession#recover}. If the API demands more than the
 *       grant has, the caller gets a {@link
 *       io.hexauth.domain.error.ReauthorizationRequiredException}, and the answer is closed.
 *   <li><b>Logs.</b> Feign's templates, interceptors and logger do not see the header, because it
 *       is added after them.
 * </ul>
 *
 * <p>A capability is for one session, for the session of the current user, or for an interface
 * whose methods have {@link OAuthAccess} annotations. Any number of builders can use it.
 *
 * <p>With {@code AsyncFeign}, the same rules apply, and exceptions complete the future. The token
 * is obtained without blocking the calling thread. If a token must be obtained first, the call
 * continues on the common pool of the JDK, so the client must not block. The builder needs a
 * client.
 *
 * <p>Safe for use by multiple threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1">RFC 6750 §2.1</a>
 */
public final class OAuthFeign implements Capability {

  private final Authorizer authorizer;

  private OAuthFeign(Sessions sessions) {
    this.authorizer = new Authorizer(sessions);
  }

  /**
   * {@return a capability that adds the client's own token}
   *
   * @throws IllegalStateException if the registration's grant needs a user
   */
  public static OAuthFeign of(OAuthClient client) {
    return of(client.session());
  }

  /** {@return a capability that adds the token of one principal} */
  public static OAuthFeign of(OAuthSession session) {
    Objects.requireNonNull(session, "session");
    return of(() -> session);
  }

  /**
   * {@return a capability that adds the token of the current user}
   *
   * @param principal returns the current user; called once for each call, on the calling thread. If
   *     it throws, the caller gets the exception
   */
  public static OAuthFeign of(OAuthClient client, Supplier<Principal> principal) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(principal, "principal");
    return of(() -> client.session(principal.get()));
  }

  /**
   * {@return a capability that adds the token of the current session, for example if the
   * registration depends on the tenant}
   *
   * @param session returns the current session; called once for each call, on the calling thread.
   *     If it throws, the caller gets the exception
   */
  public static OAuthFeign of(Supplier<OAuthSession> session) {
    return new OAuthFeign(new CurrentSessions(Objects.requireNonNull(session, "session")));
  }

  /**
   * Returns a capability that adds the token for the {@link OAuthAccess} annotation of each method.
   * Building an API fails with an {@link IllegalStateException} that names the method if a method
   * has no annotation, or if its annotation has an unknown registration, or scopes or a resource
   * that users cannot grant.
   *
   * @param principal returns the current user; called on the calling thread, once for each call
   *     whose registration has tokens of principals. If it throws, the caller gets the exception.
   *     Use {@code Principal::self} if there are only tokens of the client itself
   * @return the capability
   */
  public static OAuthFeign of(OAuthClients clients, Supplier<Principal> principal) {
    return new OAuthFeign(
        new AnnotatedSessions(
            Objects.requireNonNull(clients, "clients"),
            Objects.requireNonNull(principal, "principal")));
  }

  /** {@inheritDoc} */
  @Override
  public Contract enrich(Contract contract) {
    return authorizer.preparing(contract);
  }

  @Override
  public Client enrich(Client client) {
    return new AuthorizedClient(client, authorizer);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the builder has no client. Feign would then create its own
   *     client after all capabilities, and calls would have no token
   */
  @Override
  public AsyncClient<Object> enrich(@Nullable AsyncClient<Object> client) {
    if (client == null) {
      throw new IllegalStateException(
          "OAuthFeign needs a client: call AsyncFeign.builder().client(...) first");
    }
    return new AuthorizedAsyncClient<>(client, authorizer);
  }
}
