// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Password encoder that compares secrets in plain text. The secrets are public, and hashing would
 * only slow the examples down.
 */
final class PublicSecrets implements PasswordEncoder {

  @Override
  public @Nullable String encode(@Nullable CharSequence secret) {
    return secret == null ? null : secret.toString();
  }

  @Override
  public boolean matches(@Nullable CharSequence presented, @Nullable String expected) {
    return presented != null
        && expected != null
        && MessageDigest.isEqual(
            presented.toString().getBytes(StandardCharsets.UTF_8),
            expected.getBytes(StandardCharsets.UTF_8));
  }
}
