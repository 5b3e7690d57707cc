// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.StoreFixture.DAY;
import static io.hexauth.testkit.contract.StoreFixture.MINUTE;
import static io.hexauth.testkit.contract.StoreFixture.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Rules for the store's clock, which all nodes share: writes that come too late are refused, and
 * records stay for their retention.
 */
abstract class StoreTimeRules extends Rules<StoreFixture> {

  private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);
  private static final Duration KEPT = DAY.multipliedBy(2);
  private static final Duration YEARS = DAY.multipliedBy(3650);
  private static final int TRIES = 10;

  StoreTimeRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void storeNowShouldMoveAndNeverGoBack() {
    Instant first = given().now();
    given().age(TICK);
    Instant last = first;
    for (long start = System.nanoTime(); !last.isAfter(first); ) {
      Instant next = given().now();
      assertThat(next).isAfterOrEqualTo(last);
      assertThat(System.nanoTime() - start).as("the clock moves").isLessThan(LONGEST);
      last = next;
    }
  }

  @Test
  final void storeNowShouldCountLessThanSeconds() {
    boolean finer = false;
    for (int i = 0; i < 3; i++) {
      given().age(TICK);
      Instant now = given().now();
      finer |= !now.equals(now.truncatedTo(ChronoUnit.SECONDS));
    }
    assertThat(finer).as("the clock has fractions of seconds").isTrue();
  }

  @Test
  final void storeNowShouldBeTheSameOnEveryNode() {
    Instant before = given().now();
    Instant there = given().onOtherNode().now();
    // Clocks that are set by NTP may differ a little.
    assertThat(there).isBetween(before.minusMillis(500), given().now().plusMillis(500));
  }

  @Test
  final void writesShouldBeRefusedWhenTheirTimeIsOver() {
    StoredGrant before = given().created();
    StoreFixture empty = given().another();
    Instant now = given().now();
    for (Instant over : List.of(now.minus(TICK), now.minus(MINUTE), Instant.EPOCH)) {
      for (int node = 0; node < 2; node++) {
        given().refused(write(given().onNode(node), Optional.of(before), over), before);
        empty.refusedWithNothing(write(empty.onNode(node), Optional.empty(), over));
      }
    }
  }

  @Test
  final void writesShouldBeMadeWhenTheirTimeIsNotOver() {
    for (Duration ahead : List.of(MINUTE, YEARS)) {
      for (int node = 0; node < 2; node++) {
        StoreFixture there = given().another().onNode(node);
        Instant end = given().now().plus(ahead);
        assertThat(write(there, Optional.empty(), end)).as("created").isTrue();
        assertThat(write(there, Optional.of(there.stored()), end)).as("replaced").isTrue();
      }
    }
  }

  @Test
  final void writesShouldBeMadeAtTheVeryEndOfTheirTime() {
    Instant end = given().now();
    boolean written = write(given(), Optional.empty(), end);
    // A clock that stands still is exactly at the end; any other clock is after it.
    assertThat(written || given().now().isAfter(end)).isTrue();
    assertThat(given().found().isPresent()).isEqualTo(written);
  }

  private static boolean write(
      StoreFixture node, Optional<StoredGrant> expected, Instant notAfter) {
    return node.store()
        .replace(
            node.key(),
            expected.map(StoredGrant::revision),
            node.draft().build(),
            Optional.of(notAfter));
  }

  @Test
  final void recordsShouldStayForTheirRetention() {
    staysFor(KEPT.minus(MINUTE), given().created(given().keptFor(KEPT)));
  }

  @Test
  final void recordsShouldStayForTheRetentionOfTheLastWrite() {
    StoredGrant brief = given().created(given().keptFor(MINUTE));
    StoredGrant longer = given().replaced(brief, given().keptFor(KEPT));
    staysFor(KEPT.minus(MINUTE), longer);
    staysFor(YEARS, given().replaced(longer, given().draft()));
  }

  @Test
  final void recordsShouldStayWhenTheReplacementThatIsBriefIsRefused() {
    StoredGrant created = given().created();
    StoredGrant brief = given().keptFor(MINUTE).build();
    given().refused(given().replace(StoreFixture.newRevision(), brief), created);
    given().refused(given().create(brief), created);
    staysFor(YEARS, created);
  }

  /** Tests a day in the year 9999, which applications write for "never". */
  @Test
  final void recordsShouldStayThatAreKeptForThousandsOfYears() {
    Instant end = Instant.parse("9999-12-31T23:59:59.999999Z");
    GrantDraft draft = given().draft().set(StoredGrant.ACCESS_EXPIRES_AT, end);
    StoredGrant created = given().created(draft.set(StoredGrant.RETAIN_UNTIL, end));
    staysFor(YEARS, given().replaced(created, draft.set("epoch", "2")));
  }

  private void staysFor(Duration time, StoredGrant expected) {
    given().age(time);
    assertThat(given().stored().revision()).isEqualTo(expected.revision());
  }

  @Test
  final void retentionThatIsOverShouldBeAccepted() {
    StoredGrant over = given().keptFor(KEPT.negated()).build();
    assertThat(given().create(over)).as("created").isTrue();
    isReplaced(given());

    StoreFixture other = given().another();
    assertThat(other.replace(other.created(), over)).as("replaced").isTrue();
    isReplaced(other);
  }

  @Test
  final void whatIsOverShouldBeReplacedAsItIsShown() {
    given().created(given().keptFor(KEPT));
    given().age(KEPT.plus(MINUTE));
    isReplaced(given());
  }

  /**
   * Replaces a record. A store may delete an expired record between two calls, so it is read again.
   */
  private static void isReplaced(StoreFixture fixture) {
    StoredGrant next = fixture.draft().build();
    boolean written = false;
    for (int i = 0; i < TRIES && !written; i++) {
      written =
          fixture
              .store()
              .replace(
                  fixture.key(),
                  fixture.found().map(StoredGrant::revision),
                  next,
                  Optional.empty());
    }
    assertThat(written).as("replaced as it is shown").isTrue();
    fixture.holds(next);
  }
}
