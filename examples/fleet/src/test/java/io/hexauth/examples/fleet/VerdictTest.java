// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final String LOSS = "failed user-1 " + Verdict.LOST;

  private static Verdict verdict(List<String> presenters, int revoked, String... said) {
    var books = new Books(Map.of("rt-0", List.of("1.1"), "rt-1", presenters), revoked);
    var lines = new java.util.ArrayList<>(List.of("calls 1000"));
    lines.addAll(List.of(said));
    return new Verdict(books, Set.of("2.1"), List.of(), lines);
  }

  @Test
  void oneRotationMayBeLostWithTheNodeThatDied() {
    assertThat(verdict(List.of("2.1", "3.1"), 1, LOSS).broken()).isEmpty();
  }

  @Test
  void livingNodesMustNotShareARefreshToken() {
    assertThat(verdict(List.of("1.1", "3.1"), 0).broken()).hasSize(1);
    assertThat(verdict(List.of("2.1", "1.1", "3.1"), 0).broken()).hasSize(1);
    assertThat(verdict(List.of("2.1", "2.1"), 0).broken()).hasSize(1);
  }

  @Test
  void familiesMustNotBeRevokedForNothing() {
    assertThat(verdict(List.of("1.1"), 1).broken()).hasSize(1);
  }

  @Test
  void usersMustNotBeToldOfALossThatIsNone() {
    assertThat(verdict(List.of("1.1"), 0, LOSS).broken()).hasSize(1);
  }

  @Test
  void callsMustNotFailForAnotherReason() {
    assertThat(verdict(List.of("1.1"), 0, "failed user-1 WRONG_USER").broken()).hasSize(1);
    assertThat(verdict(List.of("1.1"), 0, "failed user-1 NO_GRANT").broken()).hasSize(1);
    assertThat(verdict(List.of("1.1"), 0, "last user-1 ROTATION_LOST").broken()).hasSize(1);
    assertThat(verdict(List.of("1.1"), 0, "first user-1 NO_GRANT").broken()).hasSize(1);
    assertThat(verdict(List.of("1.1"), 0, "defect java.lang.Error").broken()).hasSize(1);
  }

  @Test
  void fewCallsMayBeToldToTryAgain() {
    String[] some = new String[120];
    java.util.Arrays.fill(some, "failed user-1 " + Verdict.LATER + ": too slow");

    assertThat(verdict(List.of("1.1"), 0, some[0]).broken()).isEmpty();
    assertThat(verdict(List.of("1.1"), 0, some).broken()).hasSize(1);
  }

  @Test
  void nothingShouldBeShownByARunWithoutCallsOrNodes() {
    var books = new Books(Map.of("rt-0", List.of("1.1")), 0);

    assertThat(new Verdict(books, Set.of(), List.of(), List.of()).broken()).hasSize(1);
    assertThat(new Verdict(books, Set.of(), List.of("node 1.1"), List.of("calls 9")).broken())
        .hasSize(1);
  }
}
