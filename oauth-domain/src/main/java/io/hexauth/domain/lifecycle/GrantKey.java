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
 * Key of one grant in every store: a hash. So a store sees no identity, and two different
 * principals never have the same key.
 *
 * <p>The hash covers namespace, tenant, registration id and principal, each preceded by its length.
 * It covers no other setting, because a change of such a setting would make every user consent
 * again.
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
      throw new IllegalArgumentException("A grant key must have 64 hexadecimal digits");
    }
  }

  /**
   * {@return the key of this principal's grant}
   *
   * @param namespace separates applications that share a store
   */
  public static GrantKey of(
      String namespace, ClientRegistrationId registration, Principal principal) {
    return hash("grant", namespace, principal.tenant(), registration.value(), principal.name());
  }

  /**
   * {@return the key of a pending authorization} The key has the same form as that of a grant. It
   * depends on the state and on the user agent, so only the callback from the same user agent finds
   * the entry.
   *
   * @param namespace separates applications that share a store
   * @param userAgentHash the value of {@link
   *     io.hexauth.domain.authorization.UserAgentBinding#hash()}
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

  /**
   * Encodes every char unchanged. An encoder would replace all lone surrogates by {@code ?}, so
   * that different names would have the same hash.
   */
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
