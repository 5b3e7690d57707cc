// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

/** What a store can get wrong; {@link #NONE} gets everything right. */
enum Defect {
  NONE(""),
  COMMIT_WITHOUT_GENERATION("commitShouldRefuseAnyOtherGeneration"),
  COMMIT_WITHOUT_GRANT_ID("commitShouldRefuseAnotherGrantId"),
  COMMIT_ONLY_UNDER_A_LEASE("commitShouldBeWrittenWithoutAnyLease"),
  COMMIT_OVER_TOMBSTONE("commitShouldNeverOverwriteATombstone"),
  COMMIT_KEEPS_PAUSE("commitShouldEndAPauseAndForgetItsReason"),
  COMMIT_KEEPS_ATTEMPTS("commitShouldStoreTheNextGeneration"),
  COMMIT_REPEATED_IS_REFUSED("commitShouldAnswerItsRepetitionAsWritten"),
  COMMIT_RECOGNISED_BY_GENERATION_ALONE("commitShouldRefuseAnotherDocumentForTheSameGeneration"),
  COMMIT_NOT_ATOMIC("oneShouldCommit"),
  SETTLE_WITHOUT_EPOCH("settleShouldRefuseAStaleEpoch"),
  SETTLE_WITHOUT_GENERATION("settleShouldRefuseAnotherGeneration"),
  SETTLE_IN_ANY_STATE("settleShouldNotReviveTheDead"),
  SETTLE_KEEPS_ATTEMPT("settleShouldTakeBackAnAttemptThatWasNotPresented"),
  SETTLE_REPEATED_COUNTS_TWICE("settleShouldAnswerItsRepetitionAsWrittenAndCountOnce"),
  SETTLE_INTENT_KEEPS_LEASE("settleAsIntentShouldEndTheLeaseNow"),
  LEASE_IGNORES_HOLD("leaseShouldLeaveAnIntentAloneUntilLeaseAndHoldAreOver"),
  LEASE_IGNORES_PAUSE("leaseShouldRefuseDuringAPauseAndNotAtItsEnd"),
  LEASE_PAUSE_ENDS_LATE("leaseShouldRefuseDuringAPauseAndNotAtItsEnd"),
  LEASE_HOLD_ENDS_EARLY("leaseShouldAgreeWithTheRecordAtTheVeryEndOfTheHold"),
  LEASE_WITHOUT_VERSION("leaseShouldRefuseAnotherGeneration"),
  LEASE_OVER_DEAD("leaseShouldRefuseWhatHasEnded"),
  LEASE_REPEATED_IS_REFUSED("leaseShouldAnswerTheSameAttemptAsTaken"),
  LEASE_REPEATED_COUNTS_TWICE("theSameAttemptShouldCountOnce"),
  LEASE_KEEPS_EPOCH("leaseShouldTakeAnIdleRecord"),
  LEASE_CREATES_UNASKED("leaseShouldCreateNothingWhenItMayNot"),
  LEASE_NOT_ATOMIC("oneShouldTakeTheLease"),
  LEASE_DROPS_RETENTION("leaseAndSettleShouldLeaveTheRetentionAsItIs"),
  PUT_OVERWRITES("putShouldNotOverwriteWhatItWasNotToldOf"),
  PUT_OVER_MOVED_GENERATION("putShouldRefuseWhenTheGenerationHasMoved"),
  PUT_NOT_OVER_TOMBSTONE("putShouldReplaceWhatItWasToldOfInAnyState"),
  PUT_KEEPS_PAUSE("putShouldEndThePauseOfWhatItReplaces"),
  PUT_FORGETS_GENERATION("putShouldBringBackAGenerationThatTheStoreHasLost"),
  PUT_REPEATED_IS_REFUSED("putShouldAnswerItsRepetitionAsWritten"),
  TOMBSTONE_OF_ANY_GRANT("tombstoneShouldRefuseAnotherGrantId"),
  TOMBSTONE_OF_ANY_GENERATION("tombstoneShouldRefuseAnotherGeneration"),
  TOMBSTONE_KEEPS_DOCUMENT("tombstoneShouldEndAGrantInAnyState"),
  TOMBSTONE_RENEWS_RETENTION("tombstonesShouldStayForTheirOwnRetentionAndNoLonger"),
  TOMBSTONE_DELETES("tombstoneShouldEndAGrantInAnyState"),
  RETENTION_IGNORED("recordsShouldStayForTheirRetentionAndNoLonger"),
  RETENTION_CUTS_LEASES("recordsShouldOutliveTheirLease"),
  RETENTION_CUTS_HOLDS("recordsShouldOutliveTheHoldOfTheirLease"),
  RETENTION_IN_NANOSECONDS("recordsShouldBeStoredThatAreKeptForThousandsOfYears"),
  DOCUMENT_AS_TEXT("findShouldReturnDocumentsOf2MiB"),
  DOCUMENT_CUT_AT_4_KIB("findShouldReturnDocumentsOf2MiB"),
  EXPIRY_IS_LOST("findShouldReturnWhatWasPut"),
  KEYS_CUT_TO_ONE_BYTE("findShouldKeepKeysApart"),
  FIND_IS_ALWAYS_DONE("findShouldAnswerNothingWhenTheKeyIsAbsent"),
  FORMAT_IS_LOST("findShouldReturnFormatsAndKeyIdsAsTheyAre"),
  LEASE_DOES_NOT_CREATE("leaseShouldCreateARecordWhenNothingIsStored"),
  LEASE_CREATES_OVER_A_RECORD("leaseShouldRefuseToCreateOverARecord"),
  LEASE_WITHOUT_GRANT_ID("leaseShouldRefuseAnotherGrantId"),
  LEASE_OVER_A_LEASE("leaseShouldRefuseWhileAnotherLeaseLives"),
  LEASE_FORGETS_CREATION("leaseShouldAnswerTheSameCreatingAttemptAsTaken"),
  LEASE_NOT_OF_GENERATION_ZERO("leaseShouldTakeGenerationZeroOnceItIsIdle"),
  COMMIT_OF_NOTHING("commitShouldCreateNothing"),
  COMMIT_NOT_OVER_DEAD("commitShouldReviveADeadRecordOfTheSameGeneration"),
  COMMIT_KEEPS_EXPIRY("commitShouldTakeAwayAnExpiryThatIsNotThereAnyMore"),
  COMMIT_KEEPS_RETENTION("commitShouldSetTheRetentionAnew"),
  COMMIT_WITHOUT_RETENTION_KEEPS_IT("commitShouldTakeTheRetentionAwayWhenItHasNone"),
  SETTLE_OF_NOTHING("settleShouldCreateNothing"),
  SETTLE_WITHOUT_GRANT_ID("settleShouldRefuseAnotherGrantId"),
  SETTLE_OF_A_LATER_EPOCH("settleShouldRefuseAnEpochThatHasNotBegun"),
  SETTLE_WITHOUT_PAUSE("settleAsIdleShouldClearTheLeaseAndStartThePause"),
  SETTLE_KEEPS_AN_OLD_CODE("settleShouldLeaveNothingBehindWithoutPauseAndCode"),
  SETTLE_AS_DEAD_DROPS_DOCUMENT("settleAsDeadShouldKeepTheDocument"),
  SETTLE_COUNTS_ONE("settleShouldCountASecondPresentation"),
  PUT_IN_THE_PLACE_OF_NOTHING("putShouldCreateNothingWhenItShouldReplace"),
  PUT_OVER_ANOTHER_GRANT("putShouldRefuseWhenAnotherGrantIsThere"),
  PUT_NOT_OVER_GENERATION_ZERO("putShouldReplaceGenerationZero"),
  TOMBSTONE_OF_NOTHING("tombstoneShouldCreateNothing"),
  TOMBSTONE_NOT_OF_GENERATION_ZERO("tombstoneShouldEndGenerationZero"),
  RETENTION_UNASKED("recordsShouldStayForEverWithoutRetention"),
  SHOWS_DOCUMENTS("toStringShouldNotShowADocument"),
  ACCEPTS_NULL("everyMethodShouldRefuseNull");

  private final String caughtBy;

  Defect(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  /** The method of the contract that is there for this. */
  String caughtBy() {
    return caughtBy;
  }
}
