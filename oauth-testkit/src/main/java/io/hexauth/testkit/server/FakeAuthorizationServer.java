// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.domain.authorization.Form;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.SecretScan;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * An authorization server with a protected API, in memory and on a loopback socket.
 *
 * <p>Behaves by the RFCs, strictly, until a test scripts one of its endpoints to do otherwise;
 * keeps books in {@link #ledger()}. Safe for use by multiple threads. Close it after the test.
 *
 * <pre>{@code
 * try (var server = FakeAuthorizationServer.builder().client("app", "secret").start()) {
 *   server.token().next(Reply.normal().resetting()); // consumes the first request, then cuts
 *   URI callback = server.consent(authorizationUrl, "alice");
 * }
 * }</pre>
 */
public final class FakeAuthorizationServer implements AutoCloseable {

  private final FakeHttpServer http;
  private final Ledger ledger = new Ledger();
  private final AtomicReference<Issuing> issuing = new AtomicReference<>(Issuing.defaults());
  private final Grants grants;
  private final FakeEndpoint token;
  private final FakeEndpoint revocation;
  private final FakeEndpoint api;
  private final FakeEndpoint metadata;
  private final FakeEndpoint openIdMetadata;
  private final AuthorizationDesk desk;
  private final Accounts accounts;

  FakeAuthorizationServer(FakeHttpServer http, FakeAuthorizationServerBuilder from) {
    this.http = http;
    grants = new Grants(from.clock(), ledger);
    accounts = from.accounts();
    var handler = new TokenHandler(accounts, from.extensionGrants(), grants, issuing::get);
    token = http.serve("/token", handler, this::book);
    revocation = http.serve("/revoke", new RevocationHandler(accounts, grants));
    api = http.serve("/api", new ApiHandler(grants));
    metadata = http.serve("/.well-known/oauth-authorization-server", request -> metadataDocument());
    openIdMetadata = http.serve("/.well-known/openid-configuration", request -> metadataDocument());
    desk = new AuthorizationDesk(authorizationEndpoint(), issuer(), accounts, grants, issuing::get);
  }

  /** {@return a builder of a server without clients and users} */
  public static FakeAuthorizationServerBuilder builder() {
    return new FakeAuthorizationServerBuilder();
  }

  private void book(ReceivedRequest request) {
    Form form;
    try {
      form = request.form();
    } catch (IllegalArgumentException e) {
      form = Form.empty();
    }
    form.first("code_verifier").ifPresent(value -> SecretScan.offer("code_verifier", value));
    ledger.tokenRequest(form.first("grant_type").orElse("none"));
    if (form.first("grant_type").equals(Optional.of("refresh_token"))) {
      form.first("refresh_token").ifPresent(ledger::presented);
    }
  }

  /** {@return its issuer identifier} */
  public URI issuer() {
    return http.uri("");
  }

  /** {@return where users are sent; only for {@link #consent} and {@link #deny}} */
  public URI authorizationEndpoint() {
    return http.uri("/authorize");
  }

  /** {@return the URI of the token endpoint} */
  public URI tokenEndpoint() {
    return http.uri("/token");
  }

  /** {@return the URI of the revocation endpoint} */
  public URI revocationEndpoint() {
    return http.uri("/revoke");
  }

  /**
   * {@return the URI of the protected API} It answers 200 and {@code {"sub":…,"scope":…}} to a good
   * bearer token, else 401.
   */
  public URI apiEndpoint() {
    return http.uri("/api");
  }

  /** {@return the token endpoint, to be scripted and asked} */
  public FakeEndpoint token() {
    return token;
  }

  /** {@return the revocation endpoint, to be scripted and asked} */
  public FakeEndpoint revocation() {
    return revocation;
  }

  /** {@return the protected API, to be scripted and asked} */
  public FakeEndpoint api() {
    return api;
  }

  /**
   * {@return the endpoint of its metadata (RFC 8414 §3), to be scripted and asked} It names every
   * endpoint, and promises {@code iss} unless {@link #issue} has taken it away.
   */
  public FakeEndpoint metadata() {
    return metadata;
  }

  /** {@return the same by OpenID Connect Discovery, to be scripted and asked} */
  public FakeEndpoint openIdMetadata() {
    return openIdMetadata;
  }

  private Reply metadataDocument() {
    return Reply.json(
        200,
        "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s\",\"token_endpoint\":\"%s\",\"revocation_endpoint\":\"%s\",\"response_types_supported\":[\"code\"],\"code_challenge_methods_supported\":[\"S256\"],\"authorization_response_iss_parameter_supported\":%s}"
            .formatted(
                issuer(),
                authorizationEndpoint(),
                tokenEndpoint(),
                revocationEndpoint(),
                issuing.get().issuerMember()));
  }

  /** {@return what was presented, issued and revoked so far} */
  public Ledger ledger() {
    return ledger;
  }

  /** {@return every HTTP request so far, in order of arrival} */
  public List<ReceivedRequest> requests() {
    return http.requests();
  }

  /** {@return the HTTP server underneath, for more paths} */
  public FakeHttpServer http() {
    return http;
  }

  /** Changes how tokens are issued from now on. */
  public void issue(UnaryOperator<Issuing> change) {
    issuing.updateAndGet(change);
  }

  /**
   * Gives a client another secret; the one before is refused from now on.
   *
   * @throws IllegalArgumentException if the server does not know the client
   */
  public void changeClientSecret(String client, String secret) {
    accounts.changeSecret(client, secret);
  }

  /** Makes every code and token of this subject worthless, as an administrator does. */
  public void revokeAll(String subject) {
    grants.revokeSubject(subject);
  }

  /**
   * The user logs in and agrees.
   *
   * @return where the browser is sent, with a code
   * @throws IllegalArgumentException if a strict server would refuse the authorization request; the
   *     message says why
   */
  public URI consent(URI authorizationUrl, String subject) {
    return desk.consent(authorizationUrl, subject);
  }

  /**
   * The user does not agree.
   *
   * @return where the browser is sent, with {@code error=access_denied}
   * @throws IllegalArgumentException as {@link #consent}
   */
  public URI deny(URI authorizationUrl) {
    return deny(authorizationUrl, "access_denied");
  }

  /**
   * The server does not agree, with an error of its own.
   *
   * @return where the browser is sent
   * @throws IllegalArgumentException as {@link #consent}
   */
  public URI deny(URI authorizationUrl, String error) {
    return desk.deny(authorizationUrl, error);
  }

  /** Stops it and ends every wait. Idempotent. */
  @Override
  public void close() {
    http.close();
  }

  @Override
  public String toString() {
    return "FakeAuthorizationServer[" + issuer() + ", " + ledger + "]";
  }

  static Reply unauthorized(String challenge) {
    return Reply.of(401).withHeader("WWW-Authenticate", challenge);
  }
}
