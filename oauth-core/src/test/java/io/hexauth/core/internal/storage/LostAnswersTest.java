// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.core.InMemoryModule;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.refresh.FailureRecord;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Each transition with a store that loses answers, writes and reads. */
class LostAnswersTest {

  private static final ClientRegistrationId SHOP = ClientRegistrationId.of("shop");
  private static final GrantKey KEY = new GrantKey("a".repeat(64));
  private static final Version VERSION = new Version(new GrantId("1".repeat(32)), 1);
  private static final Version OTHER = new Version(new GrantId("2".repeat(32)), 1);
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final Envelope OLD = new Envelope(1, "key-1", new byte[] {1});
  private static final Envelope NEW = new Envelope(1, "key-2", new byte[] {2});
  private static final SealedCredential CREDENTIAL =
      new SealedCredential(NEW, "attempt-1", Optional.empty(), Optional.of(Duration.ofDays(1)));

  /** The lost part. */
  private enum Loss {
    /** The answer to a write that was made. */
    ANSWER,
    /** A write. */
    WRITE,
    /** A write, which arrives just before the next one. */
    LATE_WRITE,
    /** A read. */
    READ
  }

  private final VirtualClock clock = VirtualClock.create();
  private final LossyStore store =
      new LossyStore(
          StrictInjector.create(
                  new InMemoryModule(), binder -> binder.bind(OAuthClock.class).toInstance(clock))
              .getInstance(TokenStore.class));
  private final GrantStore grants =
      new GrantStore(
          store, Dispatchers.unheard(SHOP), clock, new RandomSource(new SecureRandom()), LEASE);

  /** Store that takes a second for each lost step. */
  private final class LossyStore implements TokenStore {

    private final TokenStore real;
    private final Deque<Loss> losses = new ArrayDeque<>();
    private final List<Optional<Instant>> bounds = new ArrayList<>();
    private Runnable late = () -> {};
    private int writes;

    private LossyStore(TokenStore real) {
      this.real = real;
    }

    @Override
    public Reading find(GrantKey key) {
      if (losses.peek() == Loss.READ) {
        throw lost();
      }
      return real.find(key);
    }

    @Override
    public boolean replace(
        GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
      bounds.add(notAfter);
      Supplier<Boolean> write = () -> isWritten(real.replace(key, expected, next, notAfter));
      late.run();
      late = () -> {};
      if (losses.isEmpty()) {
        return write.get();
      }
      if (losses.peek() == Loss.ANSWER) {
        assertThat(write.get()).isTrue();
      } else if (losses.peek() == Loss.LATE_WRITE) {
        late = () -> assertThat(write.get()).isTrue();
      }
      throw lost();
    }

    private boolean isWritten(boolean written) {
      writes += written ? 1 : 0;
      return written;
    }

    private RuntimeException lost() {
      losses.remove();
      clock.advance(Duration.ofSeconds(1));
      return new IllegalStateException("The connection was lost");
    }

    void put(GrantRecord record) {
      StoredGrant stored = StoredGrantCodec.encode(record, new Revision("before"));
      assertThat(real.replace(KEY, Optional.empty(), stored, Optional.empty())).isTrue();
    }

    GrantRecord record() {
      return StoredGrantCodec.decode(SHOP, KEY, real.find(KEY).grant().orElseThrow());
    }
  }

  /**
   * A transition.
   *
   * @param before the record before it
   * @param transition the decision
   */
  private record Step(
      String name,
      Optional<GrantRecord> before,
      BiFunction<Optional<GrantRecord>, StoreTime, Transition> transition) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final GrantRecord IDLE =
      GrantRecord.builder(KEY, VERSION.grantId(), Instant.EPOCH)
          .version(VERSION)
          .envelope(Optional.of(OLD))
          .build();

  private static final GrantRecord LEASED =
      IDLE.toBuilder()
          .epoch(1)
          .state(GrantState.INTENT)
          .attempt(1)
          .lease(Optional.of(new Lease("node-1", "attempt-1", Instant.EPOCH.plus(LEASE))))
          .build();

  private static final Step LEASE_OF_A_GRANT =
      lease("lease of a grant", Optional.of(IDLE), Optional.empty());

  private static Stream<Step> steps() {
    return Stream.of(
        LEASE_OF_A_GRANT,
        lease("lease of nothing", Optional.empty(), Optional.of(VERSION.grantId())),
        new Step(
            "commit",
            Optional.of(LEASED),
            (record, time) -> GrantTransitions.commit(record, VERSION, CREDENTIAL, time)),
        settle("settle as free", GrantState.IDLE, 0),
        settle("settle as refused", GrantState.DEAD, 1),
        settle("settle as unknown", GrantState.INTENT, 1),
        settle("settle as unknown twice", GrantState.INTENT, 2),
        put("put of a new grant", VERSION, Optional.empty()),
        put("put over another grant", OTHER, Optional.of(IDLE)),
        new Step(
            "tombstone",
            Optional.of(IDLE),
            (record, time) -> GrantTransitions.tombstone(record, VERSION, HOLD, time)),
        new Step(
            "reseal",
            Optional.of(IDLE),
            (record, time) -> GrantTransitions.reseal(record, VERSION, OLD, NEW)));
  }

  private static Step lease(String name, Optional<GrantRecord> before, Optional<GrantId> created) {
    var terms =
        new LeaseTerms(
            before.map(GrantRecord::version), created, "node-1", "attempt-1", LEASE, HOLD);
    return new Step(
        name, before, (record, time) -> GrantTransitions.lease(record, KEY, terms, time));
  }

  private static Step settle(String name, GrantState state, int presentations) {
    var code = Optional.of(OAuthErrorCode.INVALID_GRANT);
    var failure = new FailureRecord(state, presentations, Duration.ofSeconds(5), code);
    return new Step(
        name,
        Optional.of(LEASED),
        (record, time) -> GrantTransitions.settle(record, LEASED, failure, time));
  }

  private static Step put(String name, Version version, Optional<GrantRecord> before) {
    return new Step(
        name,
        before,
        (record, time) -> GrantTransitions.put(record, KEY, version, before, CREDENTIAL, time));
  }

  private StoreReading apply(Step step, Optional<StoreReading> known) {
    return grants.apply(KEY, known, Optional.of(LEASE.dividedBy(4)), step.transition());
  }

  /**
   * Checks that the record is stored once, as the transition creates it at the time of the write.
   */
  private void assertWritten(Step step) {
    assertThat(store.writes).isEqualTo(1);
    GrantRecord stored = store.record();
    assertThat(
            step.transition
                .apply(step.before, StoreTime.of(stored.updatedAt()))
                .write()
                .orElseThrow()
                .next())
        .isEqualTo(stored);
  }

  static Stream<Arguments> lostOnce() {
    return steps().flatMap(step -> Stream.of(Loss.values()).map(loss -> Arguments.of(step, loss)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("lostOnce")
  void transitionShouldBeMadeOnceWhenOneStepGetsLost(Step step, Loss loss) {
    step.before.ifPresent(store::put);
    store.losses.add(loss);

    StoreReading made = apply(step, Optional.empty());

    assertThat(made.done()).isTrue();
    assertThat(made.record()).contains(store.record());
    assertThat(store.losses).isEmpty();
    assertWritten(step);
  }

  static Stream<Arguments> lostAfterALook() {
    return lostOnce().filter(arguments -> arguments.get()[1] != Loss.READ);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("lostAfterALook")
  void transitionShouldBeMadeOnceWhenAWriteOnWhatWasShownGetsLost(Step step, Loss loss) {
    step.before.ifPresent(store::put);
    StoreReading known = grants.find(KEY);
    store.losses.add(loss);

    assertThat(apply(step, Optional.of(known)).done()).isTrue();

    assertWritten(step);
  }

  static Stream<Arguments> lostTwice() {
    return steps()
        .flatMap(
            step ->
                Stream.of(
                        List.of(Loss.READ, Loss.READ),
                        List.of(Loss.READ, Loss.WRITE),
                        List.of(Loss.READ, Loss.ANSWER),
                        List.of(Loss.WRITE, Loss.READ),
                        List.of(Loss.WRITE, Loss.WRITE),
                        List.of(Loss.WRITE, Loss.ANSWER),
                        List.of(Loss.LATE_WRITE, Loss.READ),
                        List.of(Loss.LATE_WRITE, Loss.WRITE),
                        List.of(Loss.ANSWER, Loss.READ))
                    .map(losses -> Arguments.of(step, losses)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("lostTwice")
  void transitionShouldBeUnknownWhenStepsGetLostTwiceAndMadeOnceWhenItIsAskedForLater(
      Step step, List<Loss> losses) {
    step.before.ifPresent(store::put);
    store.losses.addAll(losses);

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> apply(step, Optional.empty()))
        .withMessageContaining("the call failed with java.lang.IllegalStateException")
        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
    assertThat(store.losses).as("nothing is asked after the second loss").isEmpty();

    assertThat(apply(step, Optional.empty()).done()).isTrue();
    assertWritten(step);
  }

  @ParameterizedTest
  @EnumSource(value = Loss.class, names = "ANSWER", mode = Mode.EXCLUDE)
  void aRepeatedRequestForALeaseShouldHaveAsLongToArriveAsTheFirst(Loss loss) {
    LEASE_OF_A_GRANT.before.ifPresent(store::put);
    store.losses.add(loss);

    apply(LEASE_OF_A_GRANT, Optional.empty());

    Instant decided = clock.instant();
    assertThat(store.bounds).last().isEqualTo(Optional.of(decided.plus(LEASE.dividedBy(4))));
  }
}
