// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Compares secrets as they are: they are public, and hashing them would only slow the examples. */
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
