// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The answer of an API that does not take the token of a call: another token of the same grant may
 * do, or the API demands more than the grant has.
 *
 * @param demanded what a new authorization has to bring; empty if the token alone was rejected
 * @param certain whether the API says so; without an error, something else can be the reason
 */
public record ApiRejection(Optional<Demanded> demanded, boolean certain) {

  /**
   * A demand of an API.
   *
   * @param reason what the token lacks
   * @param demand what would do
   */
  public record Demanded(Reason reason, AuthorizationDemand demand) {}

  private static final String BEARER = "bearer";
  private static final Map<String, Reason> DEMANDS =
      Map.of(
          "insufficient_scope", Reason.INSUFFICIENT_SCOPE,
          "insufficient_user_authentication", Reason.INSUFFICIENT_USER_AUTHENTICATION);

  /**
   * Reads an answer for what it says about the token.
   *
   * <p>A demand is read of status 401 and 403. The token alone is rejected by status 401 with
   * {@code invalid_token}, or without an error, as APIs do that send no challenge, or one of
   * another scheme. Every other error, such as {@code invalid_request}, says nothing about the
   * token.
   *
   * @param fields the values of all {@code WWW-Authenticate} headers
   * @return empty if the answer says nothing about the token
   */
  public static Optional<ApiRejection> of(int status, Collection<String> fields) {
    if (status != 401 && status != 403) {
      return Optional.empty();
    }
    List<Challenge> challenges =
        Challenge.parse(fields).stream().filter(c -> c.scheme().equals(BEARER)).toList();
    Optional<Demanded> demanded =
        challenges.stream().flatMap(c -> demanded(c).stream()).findFirst();
    if (demanded.isPresent()) {
      return Optional.of(new ApiRejection(demanded, true));
    }
    List<String> errors = challenges.stream().flatMap(c -> c.parameter("error").stream()).toList();
    boolean certain = errors.contains("invalid_token");
    return status == 401 && (certain || errors.isEmpty())
        ? Optional.of(new ApiRejection(Optional.empty(), certain))
        : Optional.empty();
  }

  private static Optional<Demanded> demanded(Challenge challenge) {
    return challenge
        .parameter("error")
        .flatMap(error -> Optional.ofNullable(DEMANDS.get(error)))
        .map(reason -> new Demanded(reason, demand(challenge)));
  }

  private static AuthorizationDemand demand(Challenge challenge) {
    AuthorizationDemand none = AuthorizationDemand.none();
    AuthorizationDemand scopes =
        with(none, challenge, "scope", (d, t) -> d.withScopes(Scopes.parse(t)));
    AuthorizationDemand acr =
        with(scopes, challenge, "acr_values", (d, t) -> d.withAcrValues(words(t)));
    return with(acr, challenge, "max_age", (d, t) -> d.withMaxAge(seconds(t)));
  }

  /** A value that is malformed is as good as none: what the rest demands still counts. */
  private static AuthorizationDemand with(
      AuthorizationDemand demand,
      Challenge challenge,
      String name,
      BiFunction<AuthorizationDemand, String, AuthorizationDemand> reading) {
    try {
      return challenge.parameter(name).map(text -> reading.apply(demand, text)).orElse(demand);
    } catch (IllegalArgumentException malformed) {
      return demand;
    }
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Duration seconds(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("Not a number of seconds");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
