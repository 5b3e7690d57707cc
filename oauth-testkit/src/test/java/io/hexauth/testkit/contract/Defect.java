// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** Defect of a store. {@link #NONE} and {@link #NONE_BUT_DROPS} are correct stores. */
enum Defect {
  NONE(""),
  /** Deletes a record at the end of its retention, which a store may do. */
  NONE_BUT_DROPS(""),

  FIND_INVENTS_RECORDS("keysShouldBeKeptApartThatDifferInOneDigit"),
  FIND_TAKES_THE_RECORD("replaceShouldStoreTheRecordWhenTheExpectedOneIsThere"),
  CACHE_ON_EACH_NODE("findShouldSeeEveryWriteOfTheOtherNode"),
  SNAPSHOT_FOR_EACH_THREAD("oneShouldReplaceTheRecord"),
  KEYS_CUT_AT_63_DIGITS("keysShouldBeKeptApartThatDifferInOneDigit"),
  KEYS_WITHOUT_THEIR_FIRST_DIGIT("keysShouldBeKeptApartThatDifferInOneDigit"),
  ACCEPTS_NULL("everyMethodShouldRefuseNull"),
  SHOWS_DOCUMENTS("toStringShouldNotShowADocument"),

  CREATE_ANSWERS_FALSE("replaceShouldStoreTheRecordWhenTheExpectedOneIsThere"),
  CREATE_OVERWRITES("createShouldRefuseWhenThereIsARecord"),
  CREATE_REPEATED_IS_WRITTEN("createShouldRefuseWhenThereIsARecord"),
  CREATE_OVER_WHAT_IS_OVER("createShouldRefuseWhatIsStillShownAfterItsRetention"),
  HIDES_WHAT_IS_OVER_AND_KEEPS_IT("createShouldRefuseWhatIsStillShownAfterItsRetention"),
  CREATE_OVER_UNREADABLE("recordsThatCannotBeReadShouldNeverBeOverwritten"),
  REPLACE_OVER_UNREADABLE("recordsThatCannotBeReadShouldNeverBeOverwritten"),
  UNREADABLE_IS_ABSENT("recordsThatCannotBeReadShouldNeverBeOverwritten"),

  REVISION_STAYS("replaceShouldStoreTheRecordWhenTheExpectedOneIsThere"),
  EXPECTED_IS_IGNORED("replaceShouldRefuseAnyOtherRevision"),
  EXPECTED_MAY_BE_OLD("replaceShouldRefuseAnyOtherRevision"),
  REPLACE_CREATES("replaceShouldRefuseWhenThereIsNoRecord"),
  REVISIONS_WITHOUT_CASE("replaceShouldCompareRevisionsByteForByte"),
  REVISIONS_BY_PREFIX("replaceShouldCompareRevisionsByteForByte"),
  REVISIONS_AS_NUMBERS("replaceShouldCompareRevisionsByteForByte"),
  REPLACE_REPEATED_IS_WRITTEN("replaceShouldRefuseItsRepetitionAndFindWhatWasWritten"),

  NUMBERS_AS_DOUBLES("fieldsShouldComeBackWhenAllAreThere"),
  INSTANTS_IN_MILLISECONDS("fieldsShouldComeBackWhenAllAreThere"),
  FIELDS_ARE_MERGED("fieldsShouldBeAbsentWhenTheNextRecordLacksThem"),
  UNKNOWN_FIELDS_ARE_DROPPED("valuesShouldComeBackAsTheyAre"),
  VALUES_ARE_TRIMMED("valuesShouldComeBackAsTheyAre"),
  VALUES_ARE_NORMALIZED("valuesShouldComeBackAsTheyAre"),
  VALUES_WITHOUT_LEADING_ZEROS("valuesShouldComeBackAsTheyAre"),
  VALUE_NULL_IS_ABSENT("valuesShouldComeBackAsTheyAre"),
  VALUES_IN_LATIN_1("valuesShouldComeBackAsTheyAre"),
  VALUES_WITHOUT_SUPPLEMENTARY("valuesShouldComeBackAsTheyAre"),
  VALUES_WITH_ESCAPES("valuesShouldComeBackAsTheyAre"),
  VALUES_WITHOUT_CONTROLS("valuesShouldComeBackAsTheyAre"),
  VALUES_IN_ONE_LINE("valuesShouldComeBackAsTheyAre"),
  VALUES_CUT_AT_254("fieldsShouldComeBackWhenTheyAreAsLongAsCanBe"),
  NAMES_CUT_AT_31("fieldsShouldComeBackWhenTheyAreAsLongAsCanBe"),
  FIELDS_CUT_AT_4_KIB("fieldsShouldComeBackWhenTheyAreAsLongAsCanBe"),
  FIELDS_BESIDE_REVISION_AND_DOCUMENT("fieldsShouldComeBackWhateverTheirNamesAre"),
  DOCUMENT_AS_TEXT("documentsShouldComeBackByteForByte"),
  DOCUMENT_IS_TRIMMED("documentsShouldComeBackByteForByte"),
  DOCUMENT_WITHOUT_ZEROS_AT_THE_END("documentsShouldComeBackByteForByte"),
  DOCUMENT_CUT_AT_1_MIB("documentsShouldComeBackWhenTheyHave2MiB"),
  DOCUMENT_OF_2_MIB_IS_REFUSED("documentsShouldComeBackWhenTheyHave2MiB"),
  DOCUMENT_EMPTY_IS_NONE("emptyDocumentsShouldNotBeTakenForNone"),
  DOCUMENT_NONE_IS_EMPTY("emptyDocumentsShouldNotBeTakenForNone"),
  DOCUMENT_STAYS_WITHOUT_NEXT("emptyDocumentsShouldNotBeTakenForNone"),
  DOCUMENT_LOST_WITH_THE_HINT("documentsShouldStayWithTheHintThatTheyAreTheSame"),
  FIELDS_STAY_WITH_THE_HINT("documentsShouldStayWithTheHintThatTheyAreTheSame"),
  DOCUMENT_STAYS_WITHOUT_THE_HINT("documentsShouldBeOverwrittenWithoutTheHint"),
  DOCUMENT_KEEPS_ITS_TAIL("documentsShouldBeOverwrittenWithoutTheHint"),

  CLOCK_STANDS_STILL("storeNowShouldMoveAndNeverGoBack"),
  CLOCK_GOES_BACK("storeNowShouldMoveAndNeverGoBack"),
  CLOCK_IN_SECONDS("storeNowShouldCountLessThanSeconds"),
  CLOCK_OF_EACH_NODE("storeNowShouldBeTheSameOnEveryNode"),
  NOT_AFTER_IS_IGNORED_BY_CREATE("writesShouldBeRefusedWhenTheirTimeIsOver"),
  NOT_AFTER_IS_IGNORED_BY_REPLACE("writesShouldBeRefusedWhenTheirTimeIsOver"),
  NOT_AFTER_IS_CHECKED_AFTER_THE_WRITE("writesShouldBeRefusedWhenTheirTimeIsOver"),
  NOT_AFTER_IN_SECONDS("writesShouldBeRefusedWhenTheirTimeIsOver"),
  NOT_AFTER_THE_WRONG_WAY_ROUND("writesShouldBeMadeWhenTheirTimeIsNotOver"),
  NOT_AFTER_BY_THE_CLOCK_OF_THE_NODE("writesShouldBeMadeWhenTheirTimeIsNotOver"),
  NOT_AFTER_IS_BEFORE("writesShouldBeMadeAtTheVeryEndOfTheirTime"),

  DROPS_WHAT_HAS_NO_RETENTION("recordsShouldStayForTheRetentionOfTheLastWrite"),
  DROPS_EARLY("recordsShouldStayForTheirRetention"),
  RETENTION_OF_THE_FIRST_WRITE("recordsShouldStayForTheRetentionOfTheLastWrite"),
  RETENTION_OF_REFUSED_WRITES("recordsShouldStayWhenTheReplacementThatIsBriefIsRefused"),
  RETENTION_IN_AN_INT_OF_SECONDS("recordsShouldStayThatAreKeptForThousandsOfYears"),
  RETENTION_IN_NANOSECONDS("recordsShouldStayThatAreKeptForThousandsOfYears"),
  RETENTION_IN_THE_PAST_IS_REFUSED("retentionThatIsOverShouldBeAccepted"),
  REFUSES_TO_REPLACE_WHAT_IS_OVER("whatIsOverShouldBeReplacedAsItIsShown"),

  CREATE_IS_NOT_ATOMIC("oneShouldCreateTheRecord"),
  REPLACE_IS_NOT_ATOMIC("oneShouldReplaceTheRecord"),
  THROWS_ON_A_LOST_RACE("oneShouldReplaceTheRecord"),
  ATOMIC_ON_EACH_NODE_ALONE("countersShouldLoseNoIncrement");

  private final String caughtBy;

  Defect(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  /** {@return the test of the contract that detects this defect} */
  String caughtBy() {
    return caughtBy;
  }
}
