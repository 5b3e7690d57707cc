// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** All codes and tokens of one authorization. Guarded by the lock of {@link Grants}. */
final class Family {

  private final String clientId;
  private final String subject;
  private final Set<String> scopes;
  private final Set<String> current = new HashSet<>();
  private final Map<String, Instant> replacedAt = new HashMap<>();
  private boolean revoked;

  Family(String clientId, String subject, Set<String> scopes) {
    this.clientId = clientId;
    this.subject = subject;
    this.scopes = scopes;
  }

  String clientId() {
    return clientId;
  }

  String subject() {
    return subject;
  }

  Set<String> scopes() {
    return scopes;
  }

  void add(String refreshToken) {
    current.add(refreshToken);
  }

  void replace(String refreshToken, Instant now) {
    current.remove(refreshToken);
    replacedAt.putIfAbsent(refreshToken, now);
  }

  boolean isGood(String refreshToken, Instant now, Duration grace) {
    Instant replaced = replacedAt.get(refreshToken);
    return current.contains(refreshToken)
        || (replaced != null && now.isBefore(replaced.plus(grace)));
  }

  void revoke() {
    revoked = true;
  }

  boolean isRevoked() {
    return revoked;
  }
}
