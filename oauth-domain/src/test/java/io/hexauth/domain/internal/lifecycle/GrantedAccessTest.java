// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.internal.lifecycle.GrantedAccess.Coverage;
import io.hexauth.domain.internal.lifecycle.GrantedAccess.Covered;
import io.hexauth.domain.internal.lifecycle.GrantedAccess.NotCovered;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GrantedAccessTest {

  private static final long SEED = 20261121;
  private static final AccessRequest READ = access("read");
  private static final AccessRequest READ_WRITE = access("read", "write");

  private static AccessRequest access(String... scopes) {
    return AccessRequest.of(Scopes.of(scopes));
  }

  private static Coverage coverage(
      AccessRequest asked, Scopes granted, AccessRequest view, AccessRequest usual) {
    return new GrantedAccess(asked, granted).of(view, usual, false);
  }

  @Test
  void viewShouldBeNarrowedToWhatItAsksFor() {
    assertThat(coverage(READ_WRITE, READ_WRITE.scopes(), READ, READ_WRITE))
        .isEqualTo(new Covered(READ, true));
    assertThat(coverage(READ_WRITE, READ.scopes(), READ, READ_WRITE))
        .as("all of the grant")
        .isEqualTo(new Covered(READ, false));
    assertThat(coverage(READ_WRITE, READ.scopes(), access("write", "x"), READ_WRITE))
        .isEqualTo(new NotCovered(Scopes.of("write", "x"), Set.of()));
  }

  @Test
  void usualRequestShouldKeepTheServersOwnNames() {
    assertThat(coverage(READ, Scopes.of("https://as.example/read"), READ, READ))
        .isEqualTo(new Covered(READ, false));
    assertThat(coverage(READ, Scopes.none(), READ, READ)).isEqualTo(new Covered(READ, false));
    assertThat(coverage(READ, READ.scopes(), READ_WRITE, READ_WRITE))
        .as("the registration got a scope later")
        .isEqualTo(new Covered(READ_WRITE, false));
  }

  @Test
  void usualRequestShouldBeNarrowedWhenTheGrantIsForMore() {
    assertThat(coverage(READ_WRITE, READ_WRITE.scopes(), READ, READ))
        .isEqualTo(new Covered(READ, true));
    assertThat(coverage(access("admin"), Scopes.of("admin"), READ, READ))
        .isEqualTo(new NotCovered(Scopes.of("read"), Set.of()));
    assertThat(coverage(access("admin"), Scopes.none(), READ, READ))
        .isEqualTo(new NotCovered(Scopes.of("read"), Set.of()));
  }

  @Test
  void clientThatCanObtainMoreShouldNotTakeLess() {
    var granted = new GrantedAccess(READ, READ.scopes());

    assertThat(granted.of(READ_WRITE, READ_WRITE, true)).isInstanceOf(NotCovered.class);
    assertThat(new GrantedAccess(READ_WRITE, READ.scopes()).of(READ_WRITE, READ_WRITE, true))
        .as("asked for all of it and got less")
        .isEqualTo(new Covered(READ_WRITE, false));
  }

  private static final URI ONE = URI.create("https://api.example/1");
  private static final URI TWO = URI.create("https://api.example/2");

  @Test
  void usualRequestShouldBeForTheResourcesThatWereAskedFor() {
    AccessRequest both = READ.withResources(Set.of(ONE, TWO));
    assertThat(coverage(READ.withResource(ONE), READ.scopes(), both, both))
        .isEqualTo(new Covered(READ.withResource(ONE), false));
    assertThat(coverage(READ, READ.scopes(), both, both))
        .isEqualTo(new NotCovered(Scopes.none(), Set.of(ONE, TWO)));
    assertThat(coverage(READ.withResource(ONE), READ.scopes(), READ, READ))
        .as("no resource is wanted")
        .isEqualTo(new Covered(READ, false));
    assertThat(coverage(access("admin"), Scopes.of("admin"), both, both))
        .isEqualTo(new NotCovered(READ.scopes(), Set.of(ONE, TWO)));
  }

  @Test
  void viewShouldBeForResourcesThatWereAskedForAndNoOthers() {
    AccessRequest granted = READ_WRITE.withResources(Set.of(ONE, TWO));
    assertThat(coverage(granted, READ_WRITE.scopes(), READ.withResource(ONE), granted))
        .isEqualTo(new Covered(READ.withResource(ONE), true));
    assertThat(coverage(READ.withResource(ONE), READ.scopes(), READ.withResource(TWO), READ_WRITE))
        .isEqualTo(new NotCovered(Scopes.none(), Set.of(TWO)));
    AccessRequest noScopes = AccessRequest.of(Scopes.none()).withResource(ONE);
    assertThat(coverage(granted, READ_WRITE.scopes(), noScopes, granted))
        .as("without scopes, nothing is narrowed")
        .isEqualTo(new Covered(noScopes, false));
  }

  @Test
  void offlineAccessShouldBeNoAccess() {
    AccessRequest offline = access("read", "offline_access");

    assertThat(coverage(offline, READ.scopes(), offline, READ_WRITE))
        .isEqualTo(new Covered(READ, false));
    assertThat(GrantedAccess.reduced(offline.scopes(), READ.scopes(), true))
        .isEqualTo(Scopes.none());
    assertThat(GrantedAccess.reduced(offline.scopes(), READ.scopes(), false))
        .isEqualTo(Scopes.of("offline_access"));
  }

  @DisplayName("whatever was asked for, granted and registered: a refresh asks for no more")
  @Test
  void refreshShouldNeverAskForMoreThanWasGranted() {
    var random = new Random(SEED);
    int covered = 0;
    for (int i = 0; i < 50_000; i++) {
      AccessRequest asked = any(random);
      Scopes granted = scopes(random);
      AccessRequest usual = any(random);
      AccessRequest view = random.nextInt(3) == 0 ? usual : any(random);
      boolean own = random.nextBoolean();
      String where =
          "case %d of seed %d: asked %s, granted %s, view %s, usual %s, own %s"
              .formatted(i, SEED, asked, granted, view, usual, own);

      Coverage coverage = new GrantedAccess(asked, granted).of(view, usual, own);

      if (coverage instanceof Covered is) {
        covered++;
        assertCovered(where, is, asked, granted, view, usual, own);
      } else {
        var not = (NotCovered) coverage;
        assertThat(not.scopes().isEmpty() && not.resources().isEmpty()).as(where).isFalse();
        assertThat(not.scopes().intersection(granted)).as(where).isEqualTo(Scopes.none());
        assertThat(view.scopes().covers(not.scopes())).as(where).isTrue();
      }
    }
    assertThat(covered).isBetween(5_000, 45_000);
  }

  private static void assertCovered(
      String where,
      Covered is,
      AccessRequest asked,
      Scopes granted,
      AccessRequest view,
      AccessRequest usual,
      boolean own) {
    // Only sent scopes count: without scopes, the server keeps the granted ones.
    Scopes sent = is.narrowed() ? is.request().scopes() : Scopes.none();
    assertThat(granted.covers(sent)).as(where).isTrue();
    assertThat(is.request().resourcesWithout(asked)).as(where).isEmpty();
    assertThat(is.request().audience()).as(where).isEqualTo(view.audience());
    Scopes got = is.narrowed() ? sent : granted;
    if (!view.equals(usual)) {
      assertThat(got.covers(view.scopes())).as(where).isTrue();
      assertThat(is.request().resources()).as(where).isEqualTo(view.resources());
    }
    boolean isForMore = !usual.scopes().covers(asked.scopes()) && !usual.scopes().isEmpty();
    if (view.equals(usual) && isForMore) {
      assertThat(usual.scopes().covers(got)).as(where + ": a wider token").isTrue();
    }
    if (own && !view.equals(asked)) {
      assertThat(got.covers(view.scopes())).as(where).isTrue();
    }
  }

  private static AccessRequest any(Random random) {
    Set<URI> resources =
        IntStream.range(0, 2)
            .filter(i -> random.nextInt(3) == 0)
            .mapToObj(i -> URI.create("https://api.example/" + i))
            .collect(Collectors.toSet());
    return AccessRequest.of(scopes(random)).withResources(resources);
  }

  private static Scopes scopes(Random random) {
    var values = new LinkedHashSet<String>();
    for (String scope : List.of("a", "b", "c")) {
      if (random.nextBoolean()) {
        values.add(scope);
      }
    }
    return new Scopes(values);
  }
}
