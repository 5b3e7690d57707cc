// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** Defect of maintenance. {@link #NONE} is correct. */
enum Slip {
  NONE(""),

  DUE_IGNORES_WITHIN("dueShouldListWhatEndsSoonAndNothingElse"),
  DUE_FORGETS_WHAT_HAS_ENDED("dueShouldListWhatHasEnded"),
  DUE_GOES_BY_THE_TIME_OF_ITS_START("dueShouldListWhatHasEnded"),
  DUE_LISTS_WHAT_NEVER_ENDS("dueShouldNotListWhatNeverEnds"),
  DUE_LISTS_ALL_STATES("dueShouldListIdleGrantsOnly"),
  DUE_LISTS_STATES_BY_PREFIX("dueShouldListIdleGrantsOnly"),
  DUE_REMEMBERS_STATES("dueShouldGoByTheLastWrite"),
  DUE_LISTS_GENERATION_ZERO("dueShouldNotListGenerationZero"),
  DUE_IGNORES_PAUSES("dueShouldNotListWhatPausesUntilThePauseIsOver"),
  DUE_LISTS_NO_PAUSES("dueShouldNotListWhatPausesUntilThePauseIsOver"),
  DUE_BELIEVES_EVERY_PAUSE("dueShouldListWhatPausesLongerThanAnyPause"),
  DUE_REMEMBERS_ENDS("dueShouldGoByTheLastWrite"),
  LISTS_WHAT_IS_OVER("dueShouldNotListWhatIsOver"),

  LISTS_ITS_OWN_KEY("keysShouldBeTakenAsTheyAreWritten"),
  LISTS_ITS_OWN_KEY_WHERE_IT_IS_THE_FIRST(
      "notSealedWithShouldLeaveOutItsKeyAlsoWhereThatIsTheFirstOfAll"),
  LISTS_WITHOUT_DOCUMENTS("listingsShouldHoldRecordsAsFindReturnsThem"),
  LISTS_WITHOUT_UNKNOWN_FIELDS("listingsShouldHoldRecordsAsFindReturnsThem"),
  NOT_SEALED_WITH_LISTS_IDLE_ONLY("notSealedWithShouldListEveryStateThatHasADocument"),
  COUNTS_IDLE_ONLY("notSealedWithShouldListEveryStateThatHasADocument"),
  COUNTS_KEYS_FOR_EVER("keysShouldBeThoseOfTheDocumentsThatAreThereNow"),
  COUNTS_WHAT_IS_OVER("keysShouldNotBeNeededByWhatIsOver"),
  KEYS_WITHOUT_CASE("keysShouldBeTakenAsTheyAreWritten"),
  KEYS_WITHOUT_SPACES_AT_THE_END("keysShouldBeTakenAsTheyAreWritten"),
  KEYS_BY_PREFIX("keysShouldBeTakenAsTheyAreWritten"),

  BATCHES_IGNORE_THE_LIMIT("batchesShouldListEachGrant"),
  BATCHES_BEGIN_WITH_THE_LAST_ONE("batchesShouldListEachGrant"),
  BATCHES_FORGET_THE_REST("batchesShouldListEachGrant"),
  BATCHES_BY_POSITION("batchesShouldStillListUntouchedRecordsWhileTheRestChanges"),
  BATCHES_CARRY_ANOTHER_CLOCK("batchesShouldCarryTheStoresTime"),
  ACCEPTS_ANY_LIMIT("limitsShouldBePositive"),
  ACCEPTS_ANY_PLACE("placesShouldBeThoseOfTheListing"),
  PLACES_ARE_OF_ONE_KEY("placesShouldBeGoodForAnotherKey"),
  ACCEPTS_NULL("everyMethodShouldRefuseNull"),

  PURGE_IGNORES_THE_LIMIT("purgeShouldRemoveWhatIsOverInPortions"),
  PURGE_TAKES_TOMBSTONES("purgeShouldNotRemoveAnythingBeforeItsRetention"),
  PURGE_TAKES_WHAT_HAS_EXPIRED("purgeShouldLeaveWhatHasNoRetention"),
  PURGE_REMEMBERS_RETENTION("purgeShouldLeaveWhatHasReplacedWhatIsOver");

  private final String caughtBy;

  Slip(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  /** {@return the test of the contract that detects this defect} */
  String caughtBy() {
    return caughtBy;
  }
}
