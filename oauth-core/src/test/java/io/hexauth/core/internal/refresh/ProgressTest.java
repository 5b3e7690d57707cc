// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.refresh.Progress.BeforeLease;
import io.hexauth.core.internal.refresh.Progress.Committed;
import io.hexauth.core.internal.refresh.Progress.Issued;
import io.hexauth.core.internal.refresh.Progress.LeaseAsked;
import io.hexauth.core.internal.refresh.Progress.Presented;
import io.hexauth.core.internal.refresh.Progress.Sealed;
import io.hexauth.core.internal.refresh.Progress.UnderLease;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.api.TokenEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data that a step of a run can use, by the progress of the run. */
class ProgressTest {

  private static final ClockReading MOMENT = new ClockReading(Instant.EPOCH, 0);
  private static final SealedCredential CREDENTIAL = credential("first");

  private static final LeaseAsked ASKED =
      new LeaseAsked("attempt", new Stopwatch(0, Instant.EPOCH));
  private static final UnderLease UNDER_LEASE = new UnderLease(ASKED, reading());
  private static final Presented PRESENTED =
      new Presented(UNDER_LEASE, new Stopwatch(0, Instant.EPOCH));
  private static final Issued ISSUED =
      new Issued(
          UNDER_LEASE,
          new IssuedGrant(
              Sightings.cell().token(AccessRequest.of(Scopes.none())),
              new GrantRecord.Version(new GrantId("1".repeat(32)), 2),
              GrantDocument.empty(),
              TokenEvent.Cause.GRANTED,
              MOMENT));
  private static final Sealed SEALED = new Sealed(ISSUED, CREDENTIAL);
  private static final Committed COMMITTED = new Committed(SEALED, reading());

  private static final List<Progress> STATES =
      List.of(new BeforeLease(), UNDER_LEASE, PRESENTED, ISSUED, SEALED, COMMITTED);

  private static StoreReading reading() {
    return new StoreReading(true, Optional.empty(), Optional.empty(), MOMENT);
  }

  private static SealedCredential credential(String commitId) {
    return new SealedCredential(
        new Envelope(1, "key", new byte[] {1}), commitId, Optional.empty(), Optional.empty());
  }

  /** The data, and the states that have it. */
  private static Map<Function<Progress, Progress>, Set<Progress>> needs() {
    var needs = new LinkedHashMap<Function<Progress, Progress>, Set<Progress>>();
    needs.put(Progress::underLease, Set.of(UNDER_LEASE, PRESENTED));
    needs.put(Progress::presented, Set.of(PRESENTED));
    needs.put(Progress::issued, Set.of(ISSUED, SEALED, COMMITTED));
    needs.put(progress -> progress.sealed(i -> CREDENTIAL), Set.of(ISSUED, SEALED, COMMITTED));
    needs.put(Progress::committed, Set.of(COMMITTED));
    return needs;
  }

  private static Stream<Arguments> pairs(boolean had) {
    return needs().entrySet().stream()
        .flatMap(
            need ->
                STATES.stream()
                    .filter(state -> need.getValue().contains(state) == had)
                    .map(state -> arguments(state, need.getKey())));
  }

  static Stream<Arguments> brought() {
    return pairs(true);
  }

  static Stream<Arguments> notBrought() {
    return pairs(false);
  }

  @ParameterizedTest
  @MethodSource("brought")
  void stepShouldHaveWhatThoseBeforeItHaveBrought(
      Progress state, Function<Progress, Progress> need) {
    assertThat(need.apply(state)).isIn(STATES);
  }

  @ParameterizedTest
  @MethodSource("notBrought")
  void stepShouldBeRefusedWhenThoseBeforeItHaveNotBroughtWhatItNeeds(
      Progress state, Function<Progress, Progress> need) {
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> need.apply(state));
  }

  @Test
  void credentialShouldBeSealedOnceForAllTriesToStoreIt() {
    Function<Issued, SealedCredential> again = issued -> credential("second");

    assertThat(ISSUED.sealed(issued -> CREDENTIAL).credential()).isSameAs(CREDENTIAL);
    assertThat(SEALED.sealed(again).credential()).isSameAs(CREDENTIAL);
    assertThat(COMMITTED.sealed(again).credential()).isSameAs(CREDENTIAL);
  }

  @Test
  void shownShouldBeTheLatestAnswerOfTheStoreOnTheWayToTheCredential() {
    assertThat(new BeforeLease().shown()).isEmpty();
    assertThat(UNDER_LEASE.shown()).containsSame(UNDER_LEASE.reading());
    assertThat(PRESENTED.shown()).containsSame(UNDER_LEASE.reading());
    assertThat(COMMITTED.shown()).containsSame(COMMITTED.answer());
  }
}
