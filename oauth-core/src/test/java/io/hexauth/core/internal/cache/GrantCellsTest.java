// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.internal.time.Clocks;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.token.OAuthToken;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Choice of the grants that leave memory. */
class GrantCellsTest {

  private static final int PRINCIPALS = 10_000;
  private static final int CACHED = 1_000;

  private static Principal principal(int number) {
    return Principal.of("user-" + number);
  }

  private static GrantCells cells(CachedGrants cached) {
    var id = new ClientRegistrationId("acme");
    var views = new Views(2, Clocks.system(), incident -> {});
    return new GrantCells("", id, Sightings.ACCESS, cached, views, SizeLimits.defaults());
  }

  /** {@return calls that are equal in each run: user number n calls in proportion to 1/n} */
  private static int[] calls(int count) {
    double[] sums = new double[PRINCIPALS];
    double sum = 0;
    for (int i = 0; i < PRINCIPALS; i++) {
      sum += 1.0 / (i + 1);
      sums[i] = sum;
    }
    var random = new Random(1);
    double total = sum;
    return IntStream.range(0, count)
        .map(i -> Arrays.binarySearch(sums, random.nextDouble() * total))
        .map(found -> found < 0 ? -found - 1 : found)
        .toArray();
  }

  @Test
  void hitsShouldComeCloseToThoseOfLeastRecentlyUsed() {
    GrantCells cells = cells(new CachedGrants(CACHED, Long.MAX_VALUE));
    var last = new GrantCell[PRINCIPALS];
    Map<Integer, Boolean> leastRecentlyUsed =
        new LinkedHashMap<>(CACHED, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > CACHED;
          }
        };
    int hits = 0;
    int expected = 0;
    for (int who : calls(200_000)) {
      GrantCell cell = cells.cell(principal(who));
      hits += cell == last[who] ? 1 : 0;
      last[who] = cell;
      expected += leastRecentlyUsed.put(who, true) != null ? 1 : 0;
    }
    assertThat(hits).isGreaterThan((int) (0.9 * expected));
  }

  @Test
  void grantsShouldLeaveWhenTheirTokensTakeMoreThanTheBytes() {
    GrantCells cells = cells(new CachedGrants(CACHED, 100_000));
    GrantCell[] before = new GrantCell[20];
    for (int i = 0; i < before.length; i++) {
      before[i] = cells.cell(principal(i));
      before[i].token(Sightings.ACCESS).learn(snapshot("x".repeat(20_000)));
    }

    long kept =
        IntStream.range(0, before.length)
            .filter(i -> cells.cell(principal(i)) == before[i])
            .count();

    assertThat(kept).isBetween(3L, 4L);
  }

  private static Snapshot snapshot(String token) {
    Snapshot some = Sightings.snapshot(0);
    return new Snapshot(
        OAuthToken.builder(token).build(),
        some.cell(),
        some.grantId(),
        some.generation(),
        some.confirmed(),
        some.wall(),
        some.lookAgain(),
        some.due(),
        some.expired());
  }

  @Test
  void grantsOfAllRegistrationsShouldShareTheRoom() {
    var cached = new CachedGrants(4, Long.MAX_VALUE);
    GrantCells first = cells(cached);
    GrantCells second = cells(cached);
    GrantCell before = first.cell(principal(0));

    IntStream.range(0, 10).forEach(i -> second.cell(principal(i)));

    assertThat(first.cell(principal(0))).isNotSameAs(before);
  }

  @Test
  void grantThatIsUsedShouldStayWhenOthersPassBy() {
    GrantCells cells = cells(new CachedGrants(4, Long.MAX_VALUE));
    GrantCell used = cells.cell(principal(0));

    for (int i = 1; i < 500; i++) {
      cells.cell(principal(i));
      assertThat(cells.cell(principal(0))).isSameAs(used);
    }
  }

  @Test
  void grantsThatAreInUseOrStoredNowhereElseShouldStayWhenThereIsNoRoom() {
    GrantCells cells = cells(new CachedGrants(1, 1));
    GrantCell only = cells.cell(principal(1));
    only.unstored(true);
    GrantCell working = cells.cell(principal(0));
    working.takeTurn();
    try {
      // As in production, another thread evicts grants, because the own thread cannot.
      Thread other =
          new Thread(() -> IntStream.range(2, 300).forEach(i -> cells.cell(principal(i))));
      other.start();
      join(other);

      assertThat(cells.cell(principal(0))).isSameAs(working);
      assertThat(cells.cell(principal(1))).isSameAs(only);
    } finally {
      working.endTurn();
    }
    only.unstored(false);
    IntStream.range(300, 500).forEach(i -> cells.cell(principal(i)));
    assertThat(cells.cell(principal(0))).isNotSameAs(working);
    assertThat(cells.cell(principal(1))).isNotSameAs(only);
  }

  @Test
  void grantShouldStayWhenItGrowsDuringItsOwnTurn() {
    GrantCells cells = cells(new CachedGrants(CACHED, 1));
    GrantCell working = cells.cell(principal(0));
    working.takeTurn();
    try {
      working.remember(Sightings.known(1));

      assertThat(cells.cell(principal(0))).isSameAs(working);
    } finally {
      working.endTurn();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
