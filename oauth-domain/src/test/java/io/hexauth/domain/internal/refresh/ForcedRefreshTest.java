// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForcedRefreshTest {

  private static final GrantId GRANT = new GrantId("0".repeat(31) + "1");
  private static final GrantId NEXT = new GrantId("0".repeat(31) + "2");
  private static final Version PRODUCED = new Version(GRANT, 5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void pauseShouldDoubleFromTenSecondsToFiveMinutes() {
    List<Long> pauses = new ArrayList<>();
    Optional<ForcedRefresh> last = Optional.empty();
    for (int i = 0; i < 8; i++) {
      last = Optional.of(ForcedRefresh.of(last, PRODUCED, 0));
      pauses.add(last.get().pause().toSeconds());
    }
    assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
    assertThat(last.get().accepted().pause()).hasSeconds(10);
    assertThat(last.get().accepted().last()).isEqualTo(PRODUCED);
  }

  @Test
  void pauseShouldBeginAnewAfterAnAcceptedTokenAndWithAnotherGrant() {
    ForcedRefresh once = ForcedRefresh.of(Optional.empty(), PRODUCED, 0);
    ForcedRefresh twice = ForcedRefresh.of(Optional.of(once), new Version(GRANT, 6), 0);
    assertThat(twice.pause()).hasSeconds(20);
    ForcedRefresh accepted = twice.accepted();
    assertThat(accepted.accepted()).isSameAs(accepted);
    assertThat(ForcedRefresh.of(Optional.of(accepted), new Version(GRANT, 7), 0).pause())
        .hasSeconds(10);
    assertThat(ForcedRefresh.of(Optional.of(twice), new Version(NEXT, 1), 0))
        .isEqualTo(ForcedRefresh.of(Optional.empty(), new Version(NEXT, 1), 0));
  }

  @Test
  void tokensOfOtherViewsShouldWaitFromTheFirstRefreshOn() {
    ForcedRefresh first = ForcedRefresh.of(Optional.empty(), PRODUCED, 0);
    ForcedRefresh next = ForcedRefresh.of(Optional.of(first), new Version(GRANT, 6), 0);
    assertThat(next.forbidsFor(PRODUCED, 1)).isTrue();
    assertThat(next.forbidsFor(new Version(GRANT, 6), 1)).isTrue();
    assertThat(next.forbidsFor(new Version(GRANT, 4), 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, Long.MAX_VALUE - 3, Long.MIN_VALUE})
  void tokenThatItBroughtShouldForceNoOtherUntilThePauseIsOver(long at) {
    ForcedRefresh forced = ForcedRefresh.of(Optional.empty(), PRODUCED, at);
    assertThat(forced.forbidsFor(PRODUCED, at)).isTrue();
    assertThat(forced.forbidsFor(PRODUCED, at + 10 * SECOND - 1)).isTrue();
    assertThat(forced.forbidsFor(PRODUCED, at + 10 * SECOND)).isFalse();
    assertThat(forced.accepted().forbidsFor(PRODUCED, at + 10 * SECOND - 1)).isTrue();
  }

  @Test
  void tokenThatFollowedShouldWaitAndOneOfBeforeOrOfAnotherGrantShouldNot() {
    ForcedRefresh forced = ForcedRefresh.of(Optional.empty(), PRODUCED, 0);
    assertThat(forced.forbidsFor(new Version(GRANT, 6), 1)).isTrue();
    assertThat(forced.forbidsFor(new Version(GRANT, 4), 1)).isFalse();
    assertThat(forced.forbidsFor(new Version(NEXT, 5), 1)).isFalse();
    assertThat(forced.isBehind(PRODUCED)).isTrue();
    assertThat(forced.isBehind(new Version(GRANT, 4))).isFalse();
    assertThat(forced.isBehind(new Version(NEXT, 6))).isFalse();
  }
}
