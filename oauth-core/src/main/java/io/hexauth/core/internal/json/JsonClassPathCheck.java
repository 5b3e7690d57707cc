// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.UnknownMembers;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Check of the JSON library: reads an answer, and writes and reads each kind of document once. If
 * {@code jackson-core} is missing or has an unsuitable version, the creation of the injector fails,
 * and not the first token request.
 */
public final class JsonClassPathCheck {

  private static final String ANSWER =
      "{\"access_token\":\"a\",\"expires_in\":60,\"x\":[1.5,true,null,{\"y\":\"\\u00e9\"}]}";

  /**
   * Runs the check.
   *
   * @throws IllegalStateException if JSON cannot be read or written with this class path
   */
  public JsonClassPathCheck() {
    try {
      JsonBodies.read("application/json", ANSWER.getBytes(StandardCharsets.UTF_8));
      JsonBodies.read("", "access_token=a".getBytes(StandardCharsets.UTF_8));
      var principal = new Principal("tenant", "principal");
      var id = ClientRegistrationId.of("class-path");
      GrantDocumentCodec.decode(
          GrantDocumentCodec.encode(document(), new GrantOwner(id, principal)));
      PendingAuthorizationCodec.decode(PendingAuthorizationCodec.encode(pending(id, principal)));
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "Hexauth cannot read or write JSON with this class path: use a version of"
              + " tools.jackson.core:jackson-core that docs/compatibility.md lists",
          e);
    }
  }

  private static GrantDocument document() {
    var token =
        new IssuedToken(
            AccessRequest.of(Scopes.of("read")),
            1,
            new AccessToken("a"),
            TokenType.BEARER,
            Instant.EPOCH,
            Optional.of(Instant.MAX),
            Scopes.of("read"),
            Optional.of(new IdToken("i")),
            Map.of("x", List.of(1, 2.5, new BigDecimal("1.5"), true)));
    return new GrantDocument(
        Optional.of(new RefreshToken("r")),
        Optional.of(Instant.MAX),
        Scopes.of("read"),
        Optional.of(AccessRequest.of(Scopes.of("read"))),
        List.of(token),
        new UnknownMembers(Map.of("unknown", JsonNull.NULL), Map.of()));
  }

  private static PendingAuthorization pending(ClientRegistrationId id, Principal principal) {
    return new PendingAuthorization(
        id,
        principal,
        "hash",
        new RedirectUri("https://localhost/callback"),
        Optional.of(new CodeVerifier("v".repeat(43))),
        AccessRequest.of(Scopes.of("read")),
        Optional.of("https://localhost"),
        new Endpoint(URI.create("https://localhost/token")),
        true,
        Instant.EPOCH);
  }
}
