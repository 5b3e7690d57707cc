// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.authorization.State;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names one grant in every store: a hash, so that no store sees an identity and no name can pose as
 * another.
 *
 * <p>Hashed are namespace, tenant, registration id and principal, each with its length in front,
 * and nothing that a deployer may change without wanting every user to consent again.
 *
 * @param value 64 hexadecimal digits
 */
public record GrantKey(String value) {

  /**
   * @throws IllegalArgumentException if the value is not 64 lower-case hexadecimal digits
   */
  public GrantKey {
    if (value.length() != 64
        || !value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException("A grant key has 64 hexadecimal digits");
    }
  }

  /**
   * The key of this principal's grant.
   *
   * @param namespace separates applications that share a store
   */
  public static GrantKey of(
      String namespace, ClientRegistrationId registration, Principal principal) {
    return hash("grant", namespace, principal.tenant(), registration.value(), principal.name());
  }

  /**
   * The key of a pending authorization, in the same form: found by its state, and by the user agent
   * that it was sent from only.
   *
   * @param namespace separates applications that share a store
   * @param userAgentHash as {@link io.hexauth.domain.authorization.UserAgentBinding#hash()} gives
   *     it
   */
  public static GrantKey ofPending(String namespace, State state, String userAgentHash) {
    return hash("pending", namespace, state.value(), userAgentHash);
  }

  private static GrantKey hash(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update((part.length() + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(utf16(part));
      }
      return new GrantKey(HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Every char as it is: encoders make one {@code ?} of all lone surrogates. */
  private static byte[] utf16(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * text.length());
    bytes.asCharBuffer().put(text);
    return bytes.array();
  }

  @Override
  public String toString() {
    return value;
  }
}
