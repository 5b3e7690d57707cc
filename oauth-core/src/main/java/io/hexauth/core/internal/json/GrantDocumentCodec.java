// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.UnknownMembers;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * Codec of formats 1 and 2 of a grant's document, which {@code docs/stored-formats.md} describes.
 * The formats are part of the API: never change the meaning of a name.
 */
public final class GrantDocumentCodec {

  /**
   * Format in which documents are written: the lowest one that can contain a document of this
   * version.
   */
  public static final int FORMAT = 1;

  /** Latest format that can be read. Members that format 1 does not have are kept. */
  public static final int LATEST = 2;

  /** Key whose possession the client must prove with each use of the grant (RFC 9449 §5). */
  private static final String PROOF_KEY = "proof_key";

  private static final Set<String> KNOWN =
      Set.of(
          "registration",
          "tenant",
          "principal",
          "refresh_token",
          "refresh_expires_at",
          "granted",
          "asked",
          "tokens");

  private static final Set<String> KNOWN_OF_TOKEN =
      Set.of(
          "for",
          "generation",
          "access_token",
          "token_type",
          "issued_at",
          "expires_at",
          "scope",
          "id_token",
          "additional");

  private static final Set<String> KNOWN_OF_ACCESS = Set.of("scope", "resource", "audience");

  private GrantDocumentCodec() {}

  /** {@return the bytes of this document, which contain secrets} */
  public static byte[] encode(GrantDocument document, GrantOwner owner) {
    return JsonWriter.bytes(
        json -> {
          json.put(document.unknown().members())
              .put("registration", owner.registration().value())
              .put("tenant", owner.principal().tenant())
              .put("principal", owner.principal().name())
              .put("refresh_token", document.refreshToken().map(RefreshToken::value))
              .put("refresh_expires_at", document.refreshExpiresAt().map(Instant::toString))
              .put("granted", document.granted().value());
          document
              .asked()
              .ifPresent(
                  asked -> json.putObject("asked", o -> write(o, asked, document.unknown())));
          json.putObjects("tokens", document.tokens(), GrantDocumentCodec::write);
        });
  }

  private static void write(JsonWriter json, IssuedToken token) {
    json.put(token.unknown().members())
        .putObject("for", object -> write(object, token.access(), token.unknown()))
        .put("generation", token.generation())
        .put("access_token", token.accessToken().value())
        .put("token_type", token.tokenType().value())
        .put("issued_at", token.issuedAt().toString())
        .put("expires_at", token.expiresAt().map(Instant::toString))
        .put("scope", token.scopes().value())
        .put("id_token", token.idToken().map(IdToken::value))
        .put("additional", token.additional());
  }

  static void write(JsonWriter json, AccessRequest access) {
    write(json, access, UnknownMembers.NONE);
  }

  private static void write(JsonWriter json, AccessRequest access, UnknownMembers unknown) {
    json.put(unknown.ofAccess())
        .put("scope", access.scopes().value())
        .put("resource", access.sortedResources())
        .put("audience", access.audience());
  }

  /** {@return the document; empty if the bytes are not in one of these formats} */
  public static Optional<GrantDocument> decode(byte[] bytes) {
    try {
      JsonObject root = Json.parseStored(bytes);
      return Optional.of(
          new GrantDocument(
              root.text("refresh_token").map(RefreshToken::new),
              root.text("refresh_expires_at").map(StoredInstant::parse),
              Scopes.parse(root.required("granted")),
              root.members().containsKey("asked")
                  ? Optional.of(access(root.object("asked")))
                  : Optional.empty(),
              root.list("tokens", JsonObject.class, GrantDocumentCodec::token),
              unknown(root, KNOWN, "asked")));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@return true if the grant can be used only with a key, which this version does not have} */
  public static boolean isBound(GrantDocument document) {
    return document.unknown().members().containsKey(PROOF_KEY);
  }

  /** {@return the owner of this document; empty if the bytes do not contain one} */
  public static Optional<GrantOwner> owner(byte[] bytes) {
    try {
      JsonObject root = Json.parseStored(bytes);
      return Optional.of(
          new GrantOwner(
              ClientRegistrationId.of(root.required("registration")),
              GrantOwner.principal(root.required("tenant"), root.required("principal"))));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static IssuedToken token(JsonObject token) {
    return new IssuedToken(
        access(token.object("for")),
        token.number("generation"),
        new AccessToken(token.required("access_token")),
        new TokenType(token.required("token_type")),
        StoredInstant.parse(token.required("issued_at")),
        token.text("expires_at").map(StoredInstant::parse),
        Scopes.parse(token.required("scope")),
        token.text("id_token").map(IdToken::new),
        token.object("additional").plain(),
        unknown(token, KNOWN_OF_TOKEN, "for"));
  }

  private static UnknownMembers unknown(JsonObject object, Set<String> known, String access) {
    return new UnknownMembers(
        object.without(known), object.object(access).without(KNOWN_OF_ACCESS));
  }

  static AccessRequest access(JsonObject access) {
    AccessRequest request =
        AccessRequest.of(Scopes.parse(access.required("scope")))
            .withResources(Set.copyOf(access.list("resource", String.class, URI::create)));
    return access.text("audience").map(request::withAudience).orElse(request);
  }
}
