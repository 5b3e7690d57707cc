// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules of a {@link FakeAuthorizationServer} for issuing tokens. Immutable; every method returns a
 * copy.
 *
 * @param lifetime the lifetime of access tokens, in whole seconds; empty for tokens that do not
 *     expire, and answers without {@code expires_in}
 * @param refreshToken true to issue a refresh token if the grant allows one
 * @param rotation the policy for used refresh tokens
 * @param grace the time for which a replaced refresh token stays valid; zero for none
 * @param scopes the granted scopes, whatever was requested; empty to grant the requested scopes
 * @param scopeMember true to send the granted scopes in answers
 * @param issuerMember true to send {@code iss} in callbacks (RFC 9207)
 * @param extraMembers additional members of token answers: values as JSON text, by name
 */
public record Issuing(
    Optional<Duration> lifetime,
    boolean refreshToken,
    Rotation rotation,
    Duration grace,
    Optional<Set<String>> scopes,
    boolean scopeMember,
    boolean issuerMember,
    Map<String, String> extraMembers) {

  /**
   * {@return a lifetime of one hour, strict rotation without grace period, and the requested
   * scopes}
   */
  public static Issuing defaults() {
    return new Issuing(
        Optional.of(Duration.ofHours(1)),
        true,
        Rotation.STRICT,
        Duration.ZERO,
        Optional.empty(),
        true,
        true,
        Map.of());
  }

  /** {@return a copy with this lifetime of access tokens} */
  public Issuing withLifetime(Duration other) {
    return copy(Optional.of(other), refreshToken, rotation, grace, scopes);
  }

  /** {@return a copy with access tokens that do not expire} */
  public Issuing withoutLifetime() {
    return copy(Optional.empty(), refreshToken, rotation, grace, scopes);
  }

  /** {@return a copy that issues no refresh token} */
  public Issuing withoutRefreshToken() {
    return copy(lifetime, false, rotation, grace, scopes);
  }

  /** {@return a copy that issues refresh tokens} */
  public Issuing withRefreshToken() {
    return copy(lifetime, true, rotation, grace, scopes);
  }

  /** {@return a copy with this rotation} */
  public Issuing withRotation(Rotation other) {
    return copy(lifetime, refreshToken, other, grace, scopes);
  }

  /** {@return a copy in which a replaced refresh token stays valid for this time} */
  public Issuing withGrace(Duration other) {
    return copy(lifetime, refreshToken, rotation, other, scopes);
  }

  /** {@return a copy that grants these scopes, whatever was requested} */
  public Issuing withScopes(String... granted) {
    return copy(lifetime, refreshToken, rotation, grace, Optional.of(Set.of(granted)));
  }

  /** {@return a copy whose answers have no {@code scope}} */
  public Issuing withoutScopeMember() {
    return new Issuing(
        lifetime, refreshToken, rotation, grace, scopes, false, issuerMember, extraMembers);
  }

  /** {@return a copy whose callbacks have no {@code iss}} */
  public Issuing withoutIssuerMember() {
    return new Issuing(
        lifetime, refreshToken, rotation, grace, scopes, scopeMember, false, extraMembers);
  }

  /**
   * {@return a copy with one more member in token answers, which replaces an ordinary one}
   *
   * @param json the value as JSON text, including quotes
   */
  public Issuing withMember(String name, String json) {
    var more = new LinkedHashMap<>(extraMembers);
    more.put(name, json);
    return new Issuing(
        lifetime, refreshToken, rotation, grace, scopes, scopeMember, issuerMember, more);
  }

  private Issuing copy(
      Optional<Duration> newLifetime,
      boolean newRefreshToken,
      Rotation newRotation,
      Duration newGrace,
      Optional<Set<String>> newScopes) {
    return new Issuing(
        newLifetime,
        newRefreshToken,
        newRotation,
        newGrace,
        newScopes,
        scopeMember,
        issuerMember,
        extraMembers);
  }
}
