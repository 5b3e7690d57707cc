// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.Clocks;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Readings of one grant key, each at its time. */
public final class Sightings {

  static final AccessRequest ACCESS = AccessRequest.of(Scopes.none());

  // Initialised before the constants that use it.
  private static final Principal ALICE = Principal.of("alice");
  private static final ClientRegistrationId ACME = new ClientRegistrationId("acme");

  /**
   * A reading of a grant.
   *
   * @param grant the number of the grant: the first, or the one that replaced it
   * @param generation the generation of this grant
   * @param time the time of the reading
   */
  record Sighting(int grant, long generation, long time) {}

  /** Readings in the order of their times, except one, whose answer took long. */
  static final List<Sighting> ALL =
      List.of(
          new Sighting(1, 1, 10),
          new Sighting(1, 2, 20),
          new Sighting(1, 1, 25),
          new Sighting(1, 3, 30),
          new Sighting(2, 1, 40));

  /** Times at which a grant may have been forgotten; no reading has exactly such a time. */
  static final List<Long> MOMENTS = List.of(15L, 28L, 35L);

  private static final List<Snapshot> SNAPSHOTS = ALL.stream().map(Sightings::snapshot).toList();
  private static final List<CachedGrant> KNOWN = ALL.stream().map(Sightings::known).toList();

  private Sightings() {}

  public static Snapshot snapshot(int number) {
    return SNAPSHOTS.get(number);
  }

  static CachedGrant known(int number) {
    return KNOWN.get(number);
  }

  /** {@return the cells of a registration, in a memory with room for this number of grants} */
  static GrantCells cells(int most) {
    return new GrantCells(
        "",
        ACME,
        ACCESS,
        new CachedGrants(most, Long.MAX_VALUE),
        new Views(2, Clocks.system(), principal -> {}),
        SizeLimits.defaults());
  }

  public static GrantCell cell() {
    return cells(1).cell(ALICE);
  }

  /** {@return cells of this number of principals} */
  public static List<GrantCell> someCells(int number) {
    GrantCells cells = cells(number);
    return IntStream.range(0, number).mapToObj(i -> cells.cell(Principal.of("p" + i))).toList();
  }

  private static GrantId id(int grant) {
    return new GrantId("%032x".formatted(grant));
  }

  private static Snapshot snapshot(Sighting seen) {
    return new Snapshot(
        OAuthToken.builder("token-" + seen.time()).build(),
        cell().token(ACCESS),
        id(seen.grant()),
        seen.generation(),
        seen.time(),
        0,
        seen.time() + 100,
        seen.time() + 100,
        seen.time() + 200);
  }

  private static CachedGrant known(Sighting seen) {
    return known(seen, GrantDocument.empty());
  }

  /** {@return a grant whose token does not expire} */
  static CachedGrant useful(int number) {
    return useful(number, Optional.empty());
  }

  /** {@return a grant whose token expires after this time} */
  static CachedGrant usefulFor(int number, Duration lifetime) {
    return useful(number, Optional.of(lifetime));
  }

  private static CachedGrant useful(int number, Optional<Duration> lifetime) {
    Sighting seen = ALL.get(number);
    OAuthToken token = SNAPSHOTS.get(number).token();
    var granted =
        new GrantedToken(
            token.accessToken(),
            token.tokenType(),
            lifetime,
            Optional.empty(),
            Optional.empty(),
            Scopes.none(),
            Optional.empty(),
            Map.of());
    return known(
        seen, GrantDocument.empty().with(ACCESS, granted, seen.generation(), Instant.EPOCH));
  }

  private static CachedGrant known(Sighting seen, GrantDocument document) {
    return new CachedGrant(
        new GrantRecord.Version(id(seen.grant()), seen.generation()),
        document,
        new ClockReading(Instant.EPOCH, seen.time()));
  }
}
