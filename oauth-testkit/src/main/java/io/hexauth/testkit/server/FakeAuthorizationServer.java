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
 * Authorization server with a protected API, in memory and on a loopback socket.
 *
 * <p>The server follows the RFCs strictly, until a test scripts another behaviour for one of its
 * endpoints. It records all requests in {@link #ledger()}. Safe for use by multiple threads. Close
 * it after the test.
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

  /** {@return the issuer identifier} */
  public URI issuer() {
    return http.uri("");
  }

  /**
   * {@return the URI of the authorization endpoint, for {@link #consent} and {@link #deny} only}
   */
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
   * {@return the URI of the protected API} The API answers a valid bearer token with 200 and {@code
   * {"sub":…,"scope":…}}, and other requests with 401.
   */
  public URI apiEndpoint() {
    return http.uri("/api");
  }

  /** {@return the token endpoint, to script its answers and to inspect its requests} */
  public FakeEndpoint token() {
    return token;
  }

  /** {@return the revocation endpoint, to script its answers and to inspect its requests} */
  public FakeEndpoint revocation() {
    return revocation;
  }

  /** {@return the protected API, to script its answers and to inspect its requests} */
  public FakeEndpoint api() {
    return api;
  }

  /**
   * {@return the metadata endpoint (RFC 8414 §3), to script its answers and to inspect its
   * requests} The metadata names every endpoint. It promises {@code iss} in callbacks, unless
   * {@link #issue} turns this off.
   */
  public FakeEndpoint metadata() {
    return metadata;
  }

  /**
   * {@return the metadata endpoint of OpenID Connect Discovery, to script its answers and to
   * inspect its requests}
   */
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

  /** {@return the record of presented, issued and revoked tokens} */
  public Ledger ledger() {
    return ledger;
  }

  /** {@return all HTTP requests so far, in order of arrival} */
  public List<ReceivedRequest> requests() {
    return http.requests();
  }

  /** {@return the HTTP server, to which a test can add paths} */
  public FakeHttpServer http() {
    return http;
  }

  /** Changes the rules for issuing tokens from now on. */
  public void issue(UnaryOperator<Issuing> change) {
    issuing.updateAndGet(change);
  }

  /**
   * Changes the secret of a client. The old secret is refused from now on.
   *
   * @throws IllegalArgumentException if the client is unknown
   */
  public void changeClientSecret(String client, String secret) {
    accounts.changeSecret(client, secret);
  }

  /** Revokes all codes and tokens of a subject, like an administrator. */
  public void revokeAll(String subject) {
    grants.revokeSubject(subject);
  }

  /**
   * Lets a user sign in and consent.
   *
   * @return the callback URL to which the browser is sent, with a code
   * @throws IllegalArgumentException if a strict server would refuse the authorization request; the
   *     message gives the reason
   */
  public URI consent(URI authorizationUrl, String subject) {
    return desk.consent(authorizationUrl, subject);
  }

  /**
   * Lets a user decline.
   *
   * @return the callback URL to which the browser is sent, with {@code error=access_denied}
   * @throws IllegalArgumentException as {@link #consent}
   */
  public URI deny(URI authorizationUrl) {
    return deny(authorizationUrl, "access_denied");
  }

  /**
   * Lets the server refuse the authorization with an error.
   *
   * @return the callback URL to which the browser is sent, with the error
   * @throws IllegalArgumentException as {@link #consent}
   */
  public URI deny(URI authorizationUrl, String error) {
    return desk.deny(authorizationUrl, error);
  }

  /** Stops the server and ends all waiting. A second call has no effect. */
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
