// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Storage that the documents leave to the application: one row of text for one token. */
final class Database {

  private final Map<String, String> row = new HashMap<>();

  boolean isEmpty() {
    return row.isEmpty();
  }

  /** The function save_token_to_database of the documents. */
  void save(OAuthToken token) {
    row.put("access_token", token.accessToken().value());
    token.refreshToken().ifPresent(refresh -> row.put("refresh_token", refresh.value()));
    token.expiresAt().ifPresent(end -> row.put("expires_at", end.toString()));
  }

  /** The function load_token_from_database of the documents. */
  OAuthToken load() {
    return OAuthToken.builder(row.get("access_token"))
        .refreshToken(Optional.ofNullable(row.get("refresh_token")).map(RefreshToken::new))
        .expiresAt(Optional.ofNullable(row.get("expires_at")).map(Instant::parse))
        .build();
  }
}
