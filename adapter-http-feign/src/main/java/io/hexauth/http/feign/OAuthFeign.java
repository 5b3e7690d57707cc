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
 * Puts a valid token on every call of a Feign client:
 *
 * <pre>{@code
 * Feign.builder().addCapability(OAuthFeign.of(client)).target(Billing.class, "https://billing.example");
 * }</pre>
 *
 * <ul>
 *   <li>A token goes only to the registration's {@code resourceOrigins}; if it has none, only to
 *       the origin of the target's own base URL. Another origin, which a {@link java.net.URI}
 *       parameter of a method can bring in, is an {@link IllegalArgumentException}, and so is plain
 *       HTTP unless the registration allows it for loopback. Nothing is sent then, and no token
 *       fetched.
 *   <li>Redirects are not followed, whatever the options of the client say: a redirect would carry
 *       the token along. The 3xx answer is returned to Feign, whose error decoder sees it. Feign's
 *       {@code Http2Client} must be given no {@link java.net.http.HttpClient} that follows
 *       redirects: it uses one with {@code Redirect.NORMAL} as it is if the connect timeouts are
 *       equal, and JDK 17 then sends the token to another host.
 *   <li>A call never goes out without a token. What {@link OAuthSession#token()} throws reaches the
 *       caller of the Feign method as it is, and Feign does not retry it.
 *   <li>A request that has an {@code Authorization} header already is an {@link
 *       IllegalStateException}: one of the two would be wrong.
 *   <li>A request with a {@code Host} header that does not name the origin of its URL is an {@link
 *       IllegalArgumentException}, and so is one with several: proxies and servers go by it.
 *   <li>A call that the API answers with 401 is sent again, once, with another token, within the
 *       limits of {@link OAuthSession#recover}. If the API demands more than the grant has, the
 *       caller gets a {@link io.hexauth.domain.error.ReauthorizationRequiredException}, and the
 *       answer is closed.
 *   <li>The header is set below Feign's templates, interceptors and logger, so they do not see it.
 * </ul>
 *
 * <p>A capability is for one session, for the session of the current user, or for an interface
 * whose methods have {@link OAuthAccess} annotations. It can be given to any number of builders.
 *
 * <p>For {@code AsyncFeign} the same holds, and what is thrown completes the future; the token is
 * obtained without waiting on the calling thread. Where one must be fetched first, the call goes on
 * on the common pool of the JDK, so the client must not block. Its builder must be given a client.
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
   * Calls with the client's own token.
   *
   * @throws IllegalStateException if the registration's grant needs a user
   */
  public static OAuthFeign of(OAuthClient client) {
    return of(client.session());
  }

  /** Calls with the token of one principal. */
  public static OAuthFeign of(OAuthSession session) {
    Objects.requireNonNull(session, "session");
    return of(() -> session);
  }

  /**
   * Calls with the token of the current user, by one registration.
   *
   * @param principal asked once for each call, on the calling thread; what it throws reaches the
   *     caller
   */
  public static OAuthFeign of(OAuthClient client, Supplier<Principal> principal) {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(principal, "principal");
    return of(() -> client.session(principal.get()));
  }

  /**
   * Calls with the token of the current session, such as one whose registration depends on the
   * tenant.
   *
   * @param session asked once for each call, on the calling thread; what it throws reaches the
   *     caller
   */
  public static OAuthFeign of(Supplier<OAuthSession> session) {
    return new OAuthFeign(new CurrentSessions(Objects.requireNonNull(session, "session")));
  }

  /**
   * Calls with the access that the {@link OAuthAccess} annotation of each method names. Building an
   * API fails with an {@link IllegalStateException} that names the method, if a method has no
   * annotation, or one with an unknown registration, or with scopes or a resource that its users
   * cannot grant.
   *
   * @param principal asked once for each call whose registration has tokens of principals, on the
   *     calling thread; what it throws reaches the caller. {@code Principal::self} where there are
   *     tokens of the client alone
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
   * @throws IllegalStateException if the builder was given no client: Feign then makes its own too
   *     late for any capability, and calls would go out without a token
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
