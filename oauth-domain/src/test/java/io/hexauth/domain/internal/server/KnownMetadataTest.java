// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.ServerMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata is fetched again when it is old, and is still used if that fails. */
class KnownMetadataTest {

  /** Time near the overflow of {@code nanoTime}. */
  private static final long NOW = Long.MAX_VALUE - 1_000;

  private static final KnownMetadata NOTHING = KnownMetadata.nothing(NOW);

  private static ServerMetadata metadata(String tokenEndpoint) {
    return ServerMetadata.read(
        Map.of("issuer", "https://as.example", "token_endpoint", tokenEndpoint),
        new Issuer("https://as.example"));
  }

  private static final ServerMetadata FIRST = metadata("https://as.example/token");

  private static void assertDueAfter(KnownMetadata known, Duration time) {
    assertThat(known.isDue(NOW + time.toNanos() - 1)).isFalse();
    assertThat(known.isDue(NOW + time.toNanos())).isTrue();
  }

  @Test
  void nothingShouldBeDueAtOnce() {
    assertDueAfter(NOTHING, Duration.ZERO);
    assertThat(NOTHING.metadata()).isEmpty();
  }

  @DisplayName("A40: max-age counts from 5 minutes to 24 hours")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-age=600 | 600",
        "Max-Age=600 | 600",
        "public, max-age=\"600\" | 600",
        "max-age=299 | 300",
        "max-age=0 | 300",
        "max-age=86400 | 86400",
        "max-age=86401 | 86400",
        "max-age=99999999999999999999 | 86400",
        "max-age=-1 | 3600",
        "max-age=soon | 3600",
        "s-maxage=600 | 3600",
        "x-max-age=600 | 3600",
        "no-store | 300",
        "no-cache, max-age=7200 | 300",
        "max-age=7200,max-age=600 | 600",
        "'' | 3600"
      })
  void publishedMetadataShouldBeUsedAsLongAsTheServerSaysWithinBounds(
      String cacheControl, long seconds) {
    assertDueAfter(
        NOTHING.published(FIRST, List.of(cacheControl), NOW), Duration.ofSeconds(seconds));
  }

  @Test
  void severalHeadersShouldCountAsOne() {
    assertDueAfter(
        NOTHING.published(FIRST, List.of("public", "max-age=7200", "max-age=900"), NOW),
        Duration.ofMinutes(15));
    assertDueAfter(NOTHING.published(FIRST, List.of(), NOW), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, 10, 60, 3600})
  void failedFetchShouldBeRepeatedAfterTenSecondsOrWhenTheServerAsks(long asked) {
    KnownMetadata failed =
        NOTHING.failed("it is too busy", 0, true, Duration.ofSeconds(asked), NOW);

    assertDueAfter(failed, Duration.ofSeconds(Math.max(10, asked)));
    assertThat(failed.metadata()).isEmpty();
    assertThat(failed.problem()).isEqualTo("it is too busy");
  }

  @Test
  void metadataShouldStayWhenAFetchFails() {
    KnownMetadata known = NOTHING.published(FIRST, List.of(), NOW);

    KnownMetadata failed = known.failed("refused", 0, true, Duration.ZERO, NOW);

    assertThat(failed.metadata()).contains(FIRST);
    assertThat(failed.moved()).isFalse();
    assertDueAfter(failed, Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "https://as.example/other, https://as.example/other, false",
    "https://evil.example/token, https://as.example/token, true"
  })
  void moveToAnotherOriginShouldBeNotedAndRefused(String url, String used, boolean moved) {
    KnownMetadata next =
        NOTHING.published(FIRST, List.of(), NOW).published(metadata(url), List.of(), NOW);

    assertThat(next.moved()).isEqualTo(moved);
    assertThat(next.metadata().orElseThrow().token().orElseThrow()).hasToString(used);
  }

  @Test
  void successShouldEndTheProblem() {
    KnownMetadata known =
        NOTHING.failed("refused", 404, false, Duration.ZERO, NOW).published(FIRST, List.of(), NOW);

    assertThat(known.problem()).isEmpty();
    assertThat(known.status()).isZero();
    assertThat(known.retryable()).isTrue();
  }
}
