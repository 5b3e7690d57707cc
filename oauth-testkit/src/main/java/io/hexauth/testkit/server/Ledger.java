// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.testkit.log.SecretScan;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Record of the requests to a {@link FakeAuthorizationServer}, for the assertions of a test.
 *
 * <p>A request counts when it arrives, whatever answer a test has scripted. Safe for use by
 * multiple threads.
 */
public final class Ledger {

  private final Map<String, Integer> presentations = new LinkedHashMap<>();
  private final Map<String, Integer> tokenRequests = new LinkedHashMap<>();
  private final Set<String> secrets = new LinkedHashSet<>();
  private int reuses;
  private int revocations;

  Ledger() {}

  synchronized void tokenRequest(String grantType) {
    tokenRequests.merge(grantType, 1, Integer::sum);
  }

  synchronized void presented(String refreshToken) {
    presentations.merge(refreshToken, 1, Integer::sum);
  }

  synchronized void issued(String secret) {
    secrets.add(secret);
    SecretScan.offer("token or code of the fake server", secret);
  }

  synchronized void revokedForReuse() {
    reuses++;
  }

  synchronized void revokedOnRequest() {
    revocations++;
  }

  /** {@return the number of token requests, of any grant type, valid or not} */
  public synchronized int tokenRequests() {
    return tokenRequests.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * {@return the number of token requests with this grant type, valid or not}
   *
   * @param grantType the parameter {@code grant_type}, such as {@code refresh_token}
   */
  public synchronized int tokenRequests(String grantType) {
    return tokenRequests.getOrDefault(grantType, 0);
  }

  /** {@return the number of requests with this refresh token} */
  public synchronized int presentations(String refreshToken) {
    return presentations.getOrDefault(refreshToken, 0);
  }

  /**
   * {@return the refresh tokens that were sent, each with the number of requests that contained it;
   * the token that was sent first comes first}
   */
  public synchronized Map<String, Integer> presentations() {
    return new LinkedHashMap<>(presentations);
  }

  /** {@return the highest number of requests with the same refresh token; 0 if there were none} */
  public synchronized int mostPresentations() {
    return presentations.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * {@return the number of grants that were revoked because a used refresh token or code was
   * presented again}
   */
  public synchronized int familiesRevokedForReuse() {
    return reuses;
  }

  /** {@return the number of successful revocation requests (RFC 7009)} */
  public synchronized int revocations() {
    return revocations;
  }

  /** {@return all issued tokens and codes, which no log may contain} */
  public synchronized Set<String> secrets() {
    return new LinkedHashSet<>(secrets);
  }

  @Override
  public synchronized String toString() {
    return "Ledger[token requests "
        + tokenRequests
        + ", families revoked for reuse "
        + reuses
        + "]";
  }
}
