// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules for replacing a record: only the expected revision is replaced. */
abstract class StoreReplaceRules extends Rules<StoreFixture> {

  private static final int TRIES = 10;

  StoreReplaceRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void replaceShouldStoreTheRecordWhenTheExpectedOneIsThere() {
    StoredGrant first = given().created();
    StoredGrant second = given().replaced(first, given().draft());
    given().replaced(second, given().draft());
  }

  @Test
  final void replaceShouldRefuseAnyOtherRevision() {
    StoredGrant first = given().created();
    StoredGrant second = given().replaced(first, given().draft());
    StoredGrant next = given().draft().build();
    given().refused(given().replace(first, next), second);
    given().refused(given().replace(StoreFixture.newRevision(), next), second);
  }

  @Test
  final void replaceShouldRefuseWhenThereIsNoRecord() {
    StoredGrant next = given().draft().build();
    given().refusedWithNothing(given().replace(StoreFixture.newRevision(), next));
    given().refusedWithNothing(given().replace(next, next));
  }

  @ParameterizedTest
  @CsvSource({
    "aBcD, abcd",
    "aBcD, ABCD",
    "aBcD, aBc",
    "aBcD, aBcDe",
    "aBcD, BcD",
    "7, 07",
    "1000, 1e3",
    "0, 00",
    "0e1, 0e2",
    "0x10, 16",
    "1, true",
    "null, NULL",
    "abcdefghijklmnopqrstuvwxyz012345, abcdefghijklmnopqrstuvwxyz012346"
  })
  final void replaceShouldCompareRevisionsByteForByte(String stored, String expected) {
    StoredGrant before = given().draft().build(new Revision(stored));
    assertThat(given().create(before)).isTrue();

    given().refused(given().replace(new Revision(expected), given().draft().build()), before);

    given().replaced(before, given().draft());
  }

  /** After a lost answer, the caller repeats the write, and finds the record that it wrote. */
  @Test
  final void replaceShouldRefuseItsRepetitionAndFindWhatWasWritten() {
    StoredGrant first = given().created();
    StoredGrant next = GrantDraft.of(first).set("epoch", "2").build();
    assertThat(given().replace(first, next)).isTrue();

    given().refused(given().replace(first, next), next);
    given().refused(given().onOtherNode().replace(first, next), next);
  }

  @Test
  final void createShouldRefuseWhenThereIsARecord() {
    StoredGrant before = given().created();
    given().refused(given().create(given().draft().build()), before);
    given().refused(given().create(GrantDraft.of(before).build()), before);
    // Creating the same record again is refused, too.
    given().refused(given().create(before), before);
  }

  /**
   * After its retention, a record may be returned or not. If it is returned, {@code create} must
   * refuse.
   */
  @Test
  final void createShouldRefuseWhatIsStillShownAfterItsRetention() {
    // A store may delete the record after it has returned it, but hardly each time.
    assertThat(IntStream.range(0, TRIES).anyMatch(i -> isAsShown(given().another())))
        .as("a record that is shown is not overwritten")
        .isTrue();
  }

  private static boolean isAsShown(StoreFixture fixture) {
    StoredGrant over = fixture.created(fixture.keptFor(StoreFixture.MINUTE));
    fixture.age(StoreFixture.DAY);
    boolean shown = fixture.found().isPresent();
    StoredGrant next = fixture.draft().build();

    boolean created = fixture.create(next);

    assertThat(created || shown).as("a record that is not shown is not in the way").isTrue();
    assertThat(fixture.found().map(StoredGrant::revision))
        .contains(created ? next.revision() : over.revision());
    return !(created && shown);
  }

  @Test
  final void recordsThatCannotBeReadShouldNeverBeOverwritten() {
    StoredGrant before = given().created();
    StoredGrant next = given().draft().build();
    if (!given().damage().test(given().key())) {
      given().refused(given().create(next), before);
      return;
    }
    isUnreadable();

    isNotWritten(() -> given().create(next));
    isNotWritten(() -> given().replace(before, next));

    isUnreadable();
  }

  private void isUnreadable() {
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> given().found());
  }

  private static void isNotWritten(BooleanSupplier write) {
    try {
      assertThat(write.getAsBoolean()).as("written").isFalse();
    } catch (UnreadableRecordException e) {
      assertThat(e).as("another way to refuse").isNotNull();
    }
  }

  @Test
  final void keysShouldBeKeptApartThatDifferInOneDigit() {
    StoredGrant mine = given().created();
    String key = given().key().value();
    for (int at : new int[] {0, 31, 32, 63}) {
      char other = key.charAt(at) == '0' ? '1' : '0';
      StoreFixture near =
          given().another(new GrantKey(key.substring(0, at) + other + key.substring(at + 1)));
      assertThat(near.found()).isEmpty();
      // The revision of one key must have no effect on another key.
      near.refusedWithNothing(near.replace(mine, near.draft().build()));
      near.replaced(near.created(), near.draft());
    }
    given().holds(mine);
  }

  @Test
  final void everyMethodShouldRefuseNull() {
    StoredGrant next = given().draft().build();
    GrantKey key = given().key();
    Optional<Revision> none = Optional.empty();
    Optional<Instant> ever = Optional.empty();
    assertThatNullPointerException().isThrownBy(() -> given().store().find(Nothing.nothing()));
    assertThatNullPointerException()
        .isThrownBy(() -> given().store().replace(Nothing.nothing(), none, next, ever));
    assertThatNullPointerException()
        .isThrownBy(() -> given().store().replace(key, Nothing.nothing(), next, ever));
    assertThatNullPointerException()
        .isThrownBy(() -> given().store().replace(key, none, Nothing.nothing(), ever));
    assertThatNullPointerException()
        .isThrownBy(() -> given().store().replace(key, none, next, Nothing.nothing()));
    assertThat(given().found()).isEmpty();
  }
}
