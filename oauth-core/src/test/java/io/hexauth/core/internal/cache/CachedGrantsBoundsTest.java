// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.internal.time.Clocks;
import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The last grant that fits into memory, and the first that does not. */
class CachedGrantsBoundsTest {

  private static final AccessRequest VIEW = AccessRequest.of(Scopes.of("v".repeat(200)));

  /** {@return a principal whose name has a fixed length, so that each grant takes as many bytes} */
  private static Principal principal(int number) {
    return Principal.of("user-%03d".formatted(number));
  }

  private static GrantCells cells(int mostGrants, long mostBytes) {
    var id = new ClientRegistrationId("acme");
    return new GrantCells(
        "",
        id,
        Sightings.ACCESS,
        new CachedGrants(mostGrants, mostBytes),
        new Views(2, Clocks.system(), incident -> {}),
        SizeLimits.defaults());
  }

  private static List<GrantCell> enter(GrantCells cells, int number) {
    return IntStream.range(0, number).mapToObj(i -> cells.cell(principal(i))).toList();
  }

  /**
   * {@return true if the cell is in memory} A cell that was removed no longer counts its changes.
   */
  private static boolean isIn(GrantCell cell) {
    return cell.weight() > 0;
  }

  private static long bytes() {
    return enter(cells(10, Long.MAX_VALUE), 1).get(0).bytes();
  }

  private static Snapshot token(int length) {
    Snapshot some = Sightings.snapshot(0);
    return new Snapshot(
        OAuthToken.builder("x".repeat(length)).build(),
        some.cell(),
        some.grantId(),
        some.generation(),
        some.confirmed(),
        some.wall(),
        some.lookAgain(),
        some.due(),
        some.expired());
  }

  private static void learn(GrantCell cell, int length) {
    cell.token(Sightings.ACCESS).learn(token(length));
  }

  @Test
  void oldestGrantShouldLeaveWhenThereIsOneMoreThanTheNumber() {
    List<GrantCell> four = enter(cells(4, Long.MAX_VALUE), 4);
    assertThat(four).allMatch(CachedGrantsBoundsTest::isIn);

    List<GrantCell> five = enter(cells(4, Long.MAX_VALUE), 5);
    assertThat(isIn(five.get(0))).isFalse();
    assertThat(five.subList(1, 5)).allMatch(CachedGrantsBoundsTest::isIn);
  }

  @Test
  void oldestGrantShouldLeaveWhenThereIsOneByteMoreThanTheBytes() {
    List<GrantCell> fit = enter(cells(10, 3 * bytes()), 3);
    assertThat(fit).allMatch(CachedGrantsBoundsTest::isIn);

    List<GrantCell> tight = enter(cells(10, 3 * bytes() - 1), 3);
    assertThat(isIn(tight.get(0))).isFalse();
    assertThat(tight.subList(1, 3)).allMatch(CachedGrantsBoundsTest::isIn);
  }

  @Test
  void oldestGrantShouldLeaveWhenAnotherGrowsByOneByteMoreThanTheBytes() {
    GrantCell twin = enter(cells(10, Long.MAX_VALUE), 1).get(0);
    learn(twin, 500);
    long most = bytes() + twin.bytes();

    List<GrantCell> fit = enter(cells(10, most), 2);
    learn(fit.get(1), 500);
    assertThat(fit).allMatch(CachedGrantsBoundsTest::isIn);

    List<GrantCell> tight = enter(cells(10, most - 1), 2);
    learn(tight.get(1), 500);
    assertThat(tight).extracting(CachedGrantsBoundsTest::isIn).containsExactly(false, true);
  }

  @Test
  void roomShouldBeGivenBackWhenAGrantForgetsItsToken() {
    GrantCells cells = cells(10, 3 * bytes() + 100);
    List<GrantCell> two = enter(cells, 2);
    learn(two.get(0), 50);
    two.get(0).forget(Sightings.snapshot(0).confirmed());

    List<GrantCell> three = enter(cells, 3);

    assertThat(three.subList(0, 2)).isEqualTo(two);
    assertThat(three).allMatch(CachedGrantsBoundsTest::isIn);
  }

  @Test
  void roomShouldBeGivenBackWhenAGrantLeaves() {
    GrantCells cells = cells(10, 3 * bytes());

    List<GrantCell> many = enter(cells, 9);

    assertThat(many.subList(0, 6)).noneMatch(CachedGrantsBoundsTest::isIn);
    assertThat(many.subList(6, 9)).allMatch(CachedGrantsBoundsTest::isIn);
  }

  @Test
  void grantThatHasLeftShouldPushOutNoOtherWhenItGrows() {
    List<GrantCell> three = enter(cells(2, 3 * bytes()), 3);
    assertThat(isIn(three.get(0))).isFalse();

    learn(three.get(0), 100_000);

    assertThat(three.subList(1, 3)).allMatch(CachedGrantsBoundsTest::isIn);
    assertThat(isIn(three.get(0))).isFalse();
  }

  /**
   * The first 32 grants are kept because they were looked up; then the limits are more important
   * than a look-up.
   */
  @Test
  void thirtyThirdGrantShouldLeaveWhenEachWasLookedUp() {
    GrantCells cells = cells(100, Long.MAX_VALUE);
    List<GrantCell> hundred = enter(cells, 100);
    assertThat(enter(cells, 100)).as("looked up").isEqualTo(hundred);

    cells.cell(principal(100));

    assertThat(hundred)
        .allSatisfy(
            cell ->
                assertThat(isIn(cell))
                    .as("%s", cell.principal())
                    .isEqualTo(!cell.principal().equals(principal(32))));
  }

  /**
   * Without this limit, one new entry could examine all grants, while all threads wait for the
   * lock.
   */
  @Test
  void entryShouldLookAtSixtyFourGrantsAndTheNextOneGoOnBehindThem() {
    GrantCells cells = cells(65, Long.MAX_VALUE);
    List<GrantCell> some = enter(cells, 65);
    some.subList(0, 64).forEach(cell -> cell.unstored(true));

    cells.cell(principal(65));
    assertThat(some).as("one more than the number").allMatch(CachedGrantsBoundsTest::isIn);

    cells.cell(principal(66));
    assertThat(isIn(some.get(64))).isFalse();
    assertThat(some.subList(0, 64)).allMatch(CachedGrantsBoundsTest::isIn);
  }

  @Test
  void grantShouldTakeTheBytesOfWhatItHoldsAndNoMoreWhenThatIsForgotten() {
    GrantCell cell = enter(cells(10, Long.MAX_VALUE), 1).get(0);
    long empty = cell.bytes();
    assertThat(cell.weight()).isEqualTo(empty);

    cell.remember(Sightings.useful(0));
    long withCredential = cell.bytes();
    assertThat(withCredential).isGreaterThan(empty);
    assertThat(cell.weight()).isEqualTo(withCredential);

    learn(cell, 100);
    long withToken = cell.bytes();
    assertThat(withToken).isGreaterThanOrEqualTo(withCredential + 100);
    assertThat(cell.weight()).isEqualTo(withToken);

    cell.token(VIEW);
    long withView = cell.bytes();
    assertThat(withView).isGreaterThanOrEqualTo(withToken + 200);
    assertThat(cell.weight()).isEqualTo(withView);

    cell.token(VIEW).learn(token(1_000));
    assertThat(cell.bytes()).isGreaterThanOrEqualTo(withView + 1_000);
    assertThat(cell.weight()).isEqualTo(cell.bytes());

    cell.forget(Sightings.snapshot(0).confirmed());
    assertThat(cell.bytes()).as("the empty view stays").isEqualTo(empty + (withView - withToken));
    assertThat(cell.weight()).isEqualTo(cell.bytes());
  }

  /** A credential and its token share the same strings. */
  @Test
  void secretsThatACredentialSharesWithItsTokenShouldCountOnce() {
    GrantCell cell = enter(cells(10, Long.MAX_VALUE), 1).get(0);
    CachedGrant known = Sightings.useful(0);
    IssuedToken issued = known.document().tokens().get(0);
    cell.remember(known);
    long withCredential = cell.bytes();
    Snapshot some = Sightings.snapshot(0);
    cell.token(Sightings.ACCESS).learn(some);
    assertThat(some.token().accessToken())
        .as("as the engine makes it")
        .isSameAs(issued.accessToken());

    long shared = cell.bytes() - withCredential;
    cell.token(Sightings.ACCESS).forget(some.confirmed());
    learn(cell, some.token().accessToken().length());

    assertThat(cell.bytes() - withCredential - shared).isEqualTo(HeapSize.of(issued.accessToken()));
  }

  @Test
  void grantShouldTakeTheBytesOfItsPrincipal() {
    GrantCells cells = cells(10, Long.MAX_VALUE);
    long shortName = cells.cell(Principal.of("a")).bytes();

    assertThat(cells.cell(Principal.of("a".repeat(101))).bytes())
        .isGreaterThanOrEqualTo(shortName + 100);
  }

  @Test
  void viewShouldTakeTheBytesOfWhatItIsFor() {
    List<GrantCell> two = enter(cells(10, Long.MAX_VALUE), 2);
    two.get(0).token(AccessRequest.of(Scopes.of("v")));
    two.get(1).token(VIEW);

    assertThat(two.get(1).bytes()).isGreaterThanOrEqualTo(two.get(0).bytes() + 199);
  }
}
