// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.registration.SizeLimits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Defaults, both sides of every bound, and copies that change one value only. */
class OAuthClientConfigTest {

  /** A configuration in which no two values of one type are equal, so that a mix-up is visible. */
  private static final OAuthClientConfig DISTINCT =
      new OAuthClientConfig(
          "distinct",
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5),
          Duration.ofSeconds(6),
          Duration.ofSeconds(7),
          Duration.ofSeconds(8),
          Duration.ofSeconds(9),
          10,
          11,
          12,
          13,
          14,
          15,
          16L,
          17,
          SizeLimits.defaults().withDocument(500_000, 1));

  @Test
  void defaultsShouldBeThoseThatTheDocumentationNames() {
    assertThat(parts(OAuthClientConfig.defaults()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("namespace", "hexauth"),
                Map.entry("requestDeadline", Duration.ofSeconds(8)),
                Map.entry("lease", Duration.ofSeconds(20)),
                Map.entry("hold", Duration.ofSeconds(30)),
                Map.entry("callerTimeout", Duration.ofSeconds(15)),
                Map.entry("staleness", Duration.ofSeconds(30)),
                Map.entry("pendingLifetime", Duration.ofMinutes(10)),
                Map.entry("tombstoneRetention", Duration.ofHours(24)),
                Map.entry("drainTimeout", Duration.ofSeconds(10)),
                Map.entry("concurrentRequests", 32),
                Map.entry("concurrentAuthorizations", 32),
                Map.entry("concurrentRevocations", 8),
                Map.entry("waitingTasks", 10_000),
                Map.entry("circuitThreshold", 5),
                Map.entry("cachedGrants", 100_000),
                Map.entry("cachedBytes", Runtime.getRuntime().maxMemory() / 4),
                Map.entry("viewsPerGrant", 64),
                Map.entry("sizeLimits", SizeLimits.defaults())));
  }

  static Stream<Arguments> copies() {
    Duration other = Duration.ofSeconds(100);
    SizeLimits limits = SizeLimits.defaults().withDocument(600_000, 2);
    return Stream.of(
        copy(config -> config.withNamespace("other"), Map.of("namespace", "other")),
        copy(
            config ->
                config.withRefreshTimes(
                    Duration.ofSeconds(2), Duration.ofSeconds(50), Duration.ofSeconds(60)),
            Map.of(
                "requestDeadline",
                Duration.ofSeconds(2),
                "lease",
                Duration.ofSeconds(50),
                "hold",
                Duration.ofSeconds(60))),
        copy(config -> config.withCallerTimeout(other), Map.of("callerTimeout", other)),
        copy(config -> config.withStaleness(other), Map.of("staleness", other)),
        copy(config -> config.withPendingLifetime(other), Map.of("pendingLifetime", other)),
        copy(config -> config.withTombstoneRetention(other), Map.of("tombstoneRetention", other)),
        copy(config -> config.withDrainTimeout(other), Map.of("drainTimeout", other)),
        copy(config -> config.withCircuitThreshold(100), Map.of("circuitThreshold", 100)),
        copy(
            config -> config.withConcurrentAuthorizations(100),
            Map.of("concurrentAuthorizations", 100)),
        copy(config -> config.withConcurrentRevocations(100), Map.of("concurrentRevocations", 100)),
        copy(config -> config.withWaitingTasks(100), Map.of("waitingTasks", 100)),
        copy(
            config -> config.withLimits(100, 200),
            Map.of("concurrentRequests", 100, "cachedGrants", 200)),
        copy(config -> config.withCachedBytes(100), Map.of("cachedBytes", 100L)),
        copy(config -> config.withViewsPerGrant(100), Map.of("viewsPerGrant", 100)),
        copy(config -> config.withSizeLimits(limits), Map.of("sizeLimits", limits)));
  }

  private static Arguments copy(
      UnaryOperator<OAuthClientConfig> change, Map<String, Object> changed) {
    return Arguments.of(changed, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("copies")
  void copyShouldChangeWhatItIsForAndNothingElse(
      Map<String, Object> changed, UnaryOperator<OAuthClientConfig> change) {
    Map<String, Object> before = parts(DISTINCT);
    Map<String, Object> expected = new LinkedHashMap<>(before);
    expected.putAll(changed);

    assertThat(parts(change.apply(DISTINCT))).isEqualTo(expected);
    assertThat(parts(DISTINCT)).as("the original").isEqualTo(before);
  }

  /** Bounds, for a request deadline of one second and a lease of three seconds. */
  static Stream<Arguments> bounds() {
    Duration tick = Duration.ofNanos(1);
    return Stream.of(
        Arguments.of("requestDeadline", tick, Duration.ZERO),
        Arguments.of("requestDeadline", tick, tick.negated()),
        Arguments.of("lease", Duration.ofSeconds(2), Duration.ofSeconds(2).minus(tick)),
        Arguments.of("lease", Duration.ofSeconds(2), Duration.ZERO),
        Arguments.of(
            "requestDeadline", Duration.ofMillis(1500), Duration.ofMillis(1500).plus(tick)),
        Arguments.of("hold", Duration.ZERO, tick.negated()),
        Arguments.of("callerTimeout", tick, Duration.ZERO),
        Arguments.of("callerTimeout", tick, tick.negated()),
        Arguments.of("staleness", tick, Duration.ZERO),
        Arguments.of("pendingLifetime", tick, Duration.ZERO),
        Arguments.of("tombstoneRetention", tick, Duration.ZERO),
        Arguments.of("drainTimeout", Duration.ZERO, tick.negated()),
        Arguments.of("concurrentRequests", 1, 0),
        Arguments.of("concurrentAuthorizations", 1, 0),
        Arguments.of("concurrentRevocations", 1, 0),
        Arguments.of("waitingTasks", 1, 0),
        Arguments.of("circuitThreshold", 1, 0),
        Arguments.of("cachedGrants", 1, 0),
        Arguments.of("cachedBytes", 1L, 0L),
        Arguments.of("viewsPerGrant", 1, 0));
  }

  @ParameterizedTest(name = "{0}: {1}, not {2}")
  @MethodSource("bounds")
  void boundShouldBeTakenAndWhatIsBeyondItRefusedByItsName(
      String name, Object last, Object beyond) {
    assertThatCode(() -> with(name, last)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(name, beyond))
        .withMessageContaining(name);
  }

  private static Map<String, Object> parts(OAuthClientConfig config) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (RecordComponent component : OAuthClientConfig.class.getRecordComponents()) {
      try {
        parts.put(component.getName(), component.getAccessor().invoke(config));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("A part of the configuration", e);
      }
    }
    return parts;
  }

  private static OAuthClientConfig with(String name, Object value) {
    Map<String, Object> parts = parts(DISTINCT);
    assertThat(parts.put(name, value)).as("a part of this name").isNotNull();
    Class<?>[] types =
        Arrays.stream(OAuthClientConfig.class.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return OAuthClientConfig.class.getConstructor(types).newInstance(parts.values().toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new AssertionError(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The configuration", e);
    }
  }
}
