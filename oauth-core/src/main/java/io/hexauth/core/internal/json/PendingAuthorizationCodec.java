// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import static io.hexauth.core.internal.json.GrantDocumentCodec.required;
import static io.hexauth.core.internal.json.GrantDocumentCodec.text;

import io.hexauth.domain.authorization.PendingAuthorization;
import io.hexauth.domain.grant.CodeVerifier;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Format 1 of a pending authorization: see {@code docs/stored-formats.md}. */
public final class PendingAuthorizationCodec {

  /** The format that is written. */
  public static final int FORMAT = 1;

  private PendingAuthorizationCodec() {}

  /** {@return the bytes of this pending authorization; full of secrets} */
  public static byte[] encode(PendingAuthorization pending) {
    ObjectNode root = Json.object();
    root.put("registration", pending.registration().value());
    root.put("tenant", pending.principal().tenant());
    root.put("principal", pending.principal().name());
    root.put("user_agent", pending.userAgentHash());
    root.put("redirect_uri", pending.redirectUri().value());
    pending.verifier().ifPresent(verifier -> root.put("code_verifier", verifier.value()));
    root.set("for", GrantDocumentCodec.encode(pending.access()));
    pending.issuer().ifPresent(issuer -> root.put("issuer", issuer));
    root.put("expires_at", pending.expiresAt().toString());
    return Json.bytes(root);
  }

  /** {@return the pending authorization; empty if the bytes are not one of this format} */
  public static Optional<PendingAuthorization> decode(byte[] bytes) {
    try {
      ObjectNode root = Json.parseStored(bytes);
      return Optional.of(
          new PendingAuthorization(
              new ClientRegistrationId(required(root, "registration")),
              new Principal(required(root, "tenant"), required(root, "principal")),
              required(root, "user_agent"),
              new RedirectUri(required(root, "redirect_uri")),
              text(root, "code_verifier").map(CodeVerifier::new),
              GrantDocumentCodec.access(root.path("for")),
              text(root, "issuer"),
              Instant.parse(required(root, "expires_at"))));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
