// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import org.junit.jupiter.api.Test;

/** What one process remembers of a grant, step by step; interleavings have a test of their own. */
class GrantCellTest {

  private final GrantCell cell = Sightings.cell();

  private static GrantRecord.Version version(int seen) {
    return Sightings.known(seen).version();
  }

  @Test
  void cellShouldRememberNothingThatWasSeenBeforeItForgot() {
    cell.forget(28);

    cell.remember(Sightings.known(2));

    assertThat(cell.known()).isEmpty();
    assertThat(cell.isForgotten()).isTrue();
  }

  @Test
  void cellShouldNotForgetLessWhenAnEarlierEndIsHeardOfLate() {
    cell.forget(28);
    cell.forget(15);

    cell.remember(Sightings.known(2)); // seen at 25

    assertThat(cell.known()).isEmpty();
    assertThat(cell.forgottenAfter().test(25)).isTrue();
  }

  @Test
  void cellShouldForgetMoreWhenALaterEndIsHeardOf() {
    cell.forget(15);
    cell.forget(35);

    cell.remember(Sightings.known(3)); // seen at 30

    assertThat(cell.known()).isEmpty();
  }

  @Test
  void cellShouldRememberWhatWasSeenAfterItForgot() {
    cell.forget(28);

    cell.remember(Sightings.known(3));

    assertThat(cell.known()).contains(Sightings.known(3));
    assertThat(cell.isForgotten()).isFalse();
  }

  @Test
  void cellShouldKeepTheNewerCredentialWhateverWasSeenLast() {
    cell.remember(Sightings.known(1));
    cell.remember(Sightings.known(2)); // an older generation, seen later

    assertThat(cell.known()).contains(Sightings.known(1));
  }

  @Test
  void generationShouldBeAnnouncedOnceAndNoOlderOneAfterIt() {
    assertThat(cell.announces(version(1))).isTrue();
    assertThat(cell.announces(version(1))).isFalse();
    assertThat(cell.announces(version(0))).isFalse();
    assertThat(cell.announcesOwn(version(0))).isFalse();
    assertThat(cell.announces(version(3))).isTrue();
  }

  @Test
  void generationOfAnotherGrantShouldBeAnnounced() {
    cell.announces(version(3));

    assertThat(cell.announces(version(4))).isTrue();
  }

  @Test
  void generationThatIsBeingStoredShouldOnlyBeAnnouncedAsItsOwn() {
    cell.storing(version(1));

    assertThat(cell.announces(version(1))).isFalse();
    assertThat(cell.announcesOwn(version(1))).isTrue();
  }

  @Test
  void generationShouldStayTheOneThatIsBeingStoredWhenAnotherOneIsNot() {
    cell.storing(version(1));

    cell.notStoring(version(3));

    assertThat(cell.announces(version(1))).isFalse();
    cell.notStoring(version(1));
    assertThat(cell.announces(version(1))).isTrue();
  }
}
