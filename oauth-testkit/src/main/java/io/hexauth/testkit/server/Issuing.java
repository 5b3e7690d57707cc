// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rules by which a {@link FakeAuthorizationServer} issues tokens. Immutable; every method returns a
 * copy.
 *
 * @param lifetime of access tokens, in whole seconds; absent for tokens that do not end and answers
 *     without {@code expires_in}
 * @param refreshToken whether a refresh token is issued where the grant has one
 * @param rotation what becomes of a used refresh token
 * @param grace how long a replaced refresh token is still good under rotation; zero for not at all
 * @param scopes what is granted, whatever was asked for; absent for exactly that
 * @param scopeMember whether answers say what was granted
 * @param issuerMember whether callbacks carry {@code iss} (RFC 9207)
 * @param extraMembers more members of token answers: name and value, the value as JSON text
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

  /** {@return one hour, strict rotation without grace, everything that is asked for} */
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

  /** {@return a copy with access tokens that live this long} */
  public Issuing withLifetime(Duration other) {
    return copy(Optional.of(other), refreshToken, rotation, grace, scopes);
  }

  /** {@return a copy with access tokens that do not end} */
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

  /** {@return a copy that rotates like this} */
  public Issuing withRotation(Rotation other) {
    return copy(lifetime, refreshToken, other, grace, scopes);
  }

  /** {@return a copy in which a replaced refresh token stays good for a while} */
  public Issuing withGrace(Duration other) {
    return copy(lifetime, refreshToken, rotation, other, scopes);
  }

  /** {@return a copy that grants these scopes, whatever is asked for} */
  public Issuing withScopes(String... granted) {
    return copy(lifetime, refreshToken, rotation, grace, Optional.of(Set.of(granted)));
  }

  /** {@return a copy whose answers do not say what was granted} */
  public Issuing withoutScopeMember() {
    return new Issuing(
        lifetime, refreshToken, rotation, grace, scopes, false, issuerMember, extraMembers);
  }

  /** {@return a copy whose callbacks carry no {@code iss}} */
  public Issuing withoutIssuerMember() {
    return new Issuing(
        lifetime, refreshToken, rotation, grace, scopes, scopeMember, false, extraMembers);
  }

  /**
   * {@return a copy with one more member in token answers; it replaces an ordinary one}
   *
   * @param json the value as it is in the answer, quotes included
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
