// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.testkit.log.SecretScan;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The books of a {@link FakeAuthorizationServer}: the oracle of a test.
 *
 * <p>Everything counts from the arrival of a request, whatever was scripted to be answered. Safe
 * for use by multiple threads.
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

  /** {@return how many token requests came, of any grant type, well-formed or not} */
  public synchronized int tokenRequests() {
    return tokenRequests.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return how many token requests of this grant type came, such as {@code refresh_token}} */
  public synchronized int tokenRequests(String grantType) {
    return tokenRequests.getOrDefault(grantType, 0);
  }

  /** {@return how often this refresh token was presented} */
  public synchronized int presentations(String refreshToken) {
    return presentations.getOrDefault(refreshToken, 0);
  }

  /** {@return every refresh token that was presented, and how often, in order of first sight} */
  public synchronized Map<String, Integer> presentations() {
    return new LinkedHashMap<>(presentations);
  }

  /** {@return how often the most presented refresh token was; 0 if none was} */
  public synchronized int mostPresentations() {
    return presentations.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** {@return how many families were revoked because a used refresh token or code came again} */
  public synchronized int familiesRevokedForReuse() {
    return reuses;
  }

  /** {@return how many revocation requests took effect (RFC 7009)} */
  public synchronized int revocations() {
    return revocations;
  }

  /** {@return every token and code that was issued: what no log may show} */
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
