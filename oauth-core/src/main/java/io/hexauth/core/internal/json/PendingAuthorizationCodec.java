// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.RedirectUri;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Codec of formats 1 and 2 of a pending authorization, which {@code docs/stored-formats.md}
 * describes.
 */
public final class PendingAuthorizationCodec {

  /** Format in which pending authorizations are written. */
  public static final int FORMAT = 1;

  private static final int LATEST = 2;

  private PendingAuthorizationCodec() {}

  /** {@return true if {@link #decode} can read the format} */
  public static boolean isReadable(int format) {
    return format >= FORMAT && format <= LATEST;
  }

  /** {@return the bytes of this pending authorization, which contain secrets} */
  public static byte[] encode(PendingAuthorization pending) {
    return JsonWriter.bytes(
        json ->
            json.put("registration", pending.registration().value())
                .put("tenant", pending.principal().tenant())
                .put("principal", pending.principal().name())
                .put("user_agent", pending.userAgentHash())
                .put("redirect_uri", pending.redirectUri().value())
                .put("code_verifier", pending.verifier().map(CodeVerifier::value))
                .putObject("for", object -> GrantDocumentCodec.write(object, pending.access()))
                .put("issuer", pending.issuer())
                .put("token_endpoint", pending.tokenEndpoint().toString())
                .put(
                    "issuer_in_responses",
                    Optional.of(true).filter(promised -> pending.issuerInResponses()))
                .put("expires_at", pending.expiresAt().toString()));
  }

  /**
   * Decodes a pending authorization.
   *
   * @return the pending authorization. Empty if the bytes are not in one of these formats, or if
   *     its code is bound to a key (RFC 9449 §10), which this version does not have
   */
  public static Optional<PendingAuthorization> decode(byte[] bytes) {
    try {
      JsonObject root = Json.parseStored(bytes);
      if (root.members().containsKey("proof_key")) {
        return Optional.empty();
      }
      return Optional.of(
          new PendingAuthorization(
              new ClientRegistrationId(root.required("registration")),
              GrantOwner.principal(root.required("tenant"), root.required("principal")),
              root.required("user_agent"),
              new RedirectUri(root.required("redirect_uri")),
              root.text("code_verifier").map(CodeVerifier::new),
              GrantDocumentCodec.access(root.object("for")),
              root.text("issuer"),
              new Endpoint(URI.create(root.required("token_endpoint"))),
              root.isTrue("issuer_in_responses"),
              Instant.parse(root.required("expires_at"))));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
