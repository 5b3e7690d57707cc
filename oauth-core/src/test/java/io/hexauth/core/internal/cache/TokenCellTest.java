// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One token in memory, step by step; interleavings have a test of their own. */
class TokenCellTest {

  private final TokenCell cell = Sightings.cell().token(Sightings.ACCESS);

  @Test
  void cellShouldKeepTheLaterGenerationWhateverWasSeenLast() {
    cell.learn(Sightings.snapshot(1));
    cell.learn(Sightings.snapshot(2)); // the generation before, seen later

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(1));
  }

  @Test
  void cellShouldKeepTheGrantThatWasSeenLast() {
    cell.learn(Sightings.snapshot(4));
    cell.learn(Sightings.snapshot(3)); // of the grant before, seen earlier

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(4));
  }

  @Test
  void cellShouldNotLearnWhatWasSeenBeforeItsGrantEnded() {
    cell.grant().forget(28);

    cell.learn(Sightings.snapshot(2));

    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void cellThatItsGrantDoesNotKnowAnyMoreShouldLearnWhatWasSeenAfterTheGrantEnded() {
    var evicted = new TokenCell(cell.grant(), Sightings.ACCESS);
    evicted.learn(Sightings.snapshot(1));
    evicted.grant().forget(22);

    evicted.learn(Sightings.snapshot(2)); // the generation before, seen later

    assertThat(evicted.snapshot()).isEqualTo(Sightings.snapshot(2));
  }

  @Test
  void cellThatItsGrantDoesNotKnowAnyMoreShouldDropWhatWasSeenBeforeTheGrantEnded() {
    var evicted = new TokenCell(cell.grant(), Sightings.ACCESS);
    evicted.learn(Sightings.snapshot(1));
    evicted.grant().forget(22);

    evicted.learn(Sightings.snapshot(0));

    assertThat(evicted.snapshot()).isNull();
  }

  @Test
  void cellShouldKeepWhatWasSeenAfterAnEndThatIsHeardOfLate() {
    cell.learn(Sightings.snapshot(4));

    cell.revoked(35);

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(4));
  }

  @Test
  void cellShouldNotLearnATokenOfTheGrantBeforeWhenItComesLate() {
    cell.learn(Sightings.snapshot(1));
    cell.grant().remember(Sightings.useful(4));

    cell.learn(Sightings.snapshot(3)); // of the grant before

    assertThat(cell.snapshot()).isNull();
  }

  @Test
  void cellShouldLearnATokenOfTheGrantBeforeWhenTheLaterOneIsOfNoUse() {
    cell.grant().remember(Sightings.known(4));

    cell.learn(Sightings.snapshot(3)); // such as from a store that was restored

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(3));
  }

  @Test
  void tokenShouldNotBeLeftAloneBeyondItsEnd() {
    Snapshot seen = Sightings.snapshot(0); // expires at 210
    cell.learn(seen);

    cell.leaveAlone(seen, 205, 1_000);

    Snapshot leftAlone = cell.snapshot();
    assertThat(leftAlone).isNotNull();
    assertThat(leftAlone.isFresh(209)).isTrue();
    assertThat(leftAlone.isFresh(210)).isFalse();
  }

  @Test
  void newerTokenShouldStayWhenTheOneBeforeIsToBeLeftAlone() {
    cell.learn(Sightings.snapshot(1));

    cell.leaveAlone(Sightings.snapshot(0), 30, 1_000);

    assertThat(cell.snapshot()).isEqualTo(Sightings.snapshot(1));
  }
}
