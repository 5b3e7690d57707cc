// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.MintedToken;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Format 1 of a grant's document: see {@code docs/stored-formats.md}. Stored format is API: never
 * change what a name means.
 */
public final class GrantDocumentCodec {

  /** The format that is written. */
  public static final int FORMAT = 1;

  private static final Set<String> KNOWN =
      Set.of(
          "registration",
          "tenant",
          "principal",
          "refresh_token",
          "refresh_expires_at",
          "granted",
          "tokens");

  private GrantDocumentCodec() {}

  /** {@return the bytes of this document; full of secrets} */
  public static byte[] encode(GrantDocument document, GrantOwner owner) {
    ObjectNode root = Json.fromMembers(document.unknown());
    root.put("registration", owner.registration().value());
    root.put("tenant", owner.principal().tenant());
    root.put("principal", owner.principal().name());
    document.refreshToken().ifPresent(token -> root.put("refresh_token", token.value()));
    document.refreshExpiresAt().ifPresent(at -> root.put("refresh_expires_at", at.toString()));
    root.put("granted", document.granted().value());
    ArrayNode tokens = root.putArray("tokens");
    document.tokens().forEach(token -> tokens.add(encode(token)));
    return Json.bytes(root);
  }

  private static ObjectNode encode(MintedToken token) {
    ObjectNode node = Json.object();
    node.set("for", encode(token.access()));
    node.put("generation", token.generation());
    node.put("access_token", token.accessToken().value());
    node.put("token_type", token.tokenType().value());
    node.put("issued_at", token.issuedAt().toString());
    token.expiresAt().ifPresent(at -> node.put("expires_at", at.toString()));
    node.put("scope", token.scopes().value());
    token.idToken().ifPresent(id -> node.put("id_token", id.value()));
    node.set("additional", Json.fromMembers(token.additional()));
    return node;
  }

  static ObjectNode encode(AccessRequest access) {
    ObjectNode node = Json.object();
    node.put("scope", access.scopes().value());
    ArrayNode resources = node.putArray("resource");
    access.sortedResources().forEach(resources::add);
    access.audience().ifPresent(audience -> node.put("audience", audience));
    return node;
  }

  /** {@return the document; empty if the bytes are not one of this format} */
  public static Optional<GrantDocument> decode(byte[] bytes) {
    try {
      ObjectNode root = Json.parseStored(bytes);
      var tokens = new ArrayList<MintedToken>();
      for (JsonNode token : root.path("tokens")) {
        tokens.add(token(token));
      }
      var unknown = Json.asWritten(root);
      unknown.keySet().removeAll(KNOWN);
      return Optional.of(
          new GrantDocument(
              text(root, "refresh_token").map(RefreshToken::new),
              text(root, "refresh_expires_at").map(Instant::parse),
              Scopes.parse(required(root, "granted")),
              tokens,
              unknown));
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@return whose document this is; empty if the bytes do not say} */
  public static Optional<GrantOwner> owner(byte[] bytes) {
    try {
      ObjectNode root = Json.parseStored(bytes);
      return Optional.of(
          new GrantOwner(
              ClientRegistrationId.of(required(root, "registration")),
              new Principal(required(root, "tenant"), required(root, "principal"))));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static MintedToken token(JsonNode node) {
    return new MintedToken(
        access(node.path("for")),
        node.path("generation").asLong(),
        new AccessToken(required(node, "access_token")),
        new TokenType(required(node, "token_type")),
        Instant.parse(required(node, "issued_at")),
        text(node, "expires_at").map(Instant::parse),
        Scopes.parse(required(node, "scope")),
        text(node, "id_token").map(IdToken::new),
        node.get("additional") instanceof ObjectNode additional
            ? Json.toMembers(additional)
            : java.util.Map.of());
  }

  static AccessRequest access(JsonNode node) {
    var resources = new HashSet<URI>();
    node.path("resource").forEach(resource -> resources.add(URI.create(resource.asString())));
    return new AccessRequest(
        Scopes.parse(required(node, "scope")), resources, text(node, "audience"));
  }

  static Optional<String> text(JsonNode node, String name) {
    JsonNode member = node.path(name);
    return member.isString() ? Optional.of(member.stringValue()) : Optional.empty();
  }

  static String required(JsonNode node, String name) {
    return text(node, name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }
}
