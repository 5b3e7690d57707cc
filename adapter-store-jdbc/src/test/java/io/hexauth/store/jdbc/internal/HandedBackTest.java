// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.testkit.log.LogCapture;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A borrowed connection is closed once, with its original settings, after every failure. */
class HandedBackTest {

  private static final int STEP = 1_000;
  private static final int BEFORE = 60_000;

  /** Connection like that of PostgreSQL's driver, which records calls. */
  private static final class Fake {

    private final Map<String, Exception> failures = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private boolean autoCommit;
    private int networkTimeout = BEFORE;
    private String product = "PostgreSQL";
    private int closed;

    private final Connection connection = Proxied.connection(this::call);

    private Object call(Method method, Object[] arguments) throws Exception {
      String name = method.getName();
      calls.add(name);
      if (failures.containsKey(name)) {
        throw failures.get(name);
      }
      return switch (name) {
        case "getAutoCommit" -> autoCommit;
        case "setAutoCommit" -> {
          autoCommit = (boolean) arguments[0];
          yield null;
        }
        case "getNetworkTimeout" -> networkTimeout;
        case "setNetworkTimeout" -> {
          networkTimeout = (int) arguments[1];
          yield null;
        }
        case "getMetaData" -> Proxied.of(DatabaseMetaData.class, (m, a) -> product);
        case "isReadOnly" -> false;
        case "setReadOnly" -> null;
        case "close" -> {
          closed++;
          yield null;
        }
        case "equals" -> true;
        case "hashCode" -> 1;
        default -> throw new AssertionError("Not expected: " + name);
      };
    }

    private Connections source() {
      return new Connections(Proxied.source(() -> connection), Duration.ofMillis(STEP));
    }
  }

  static Stream<Arguments> failuresOfAnOpening() {
    return Stream.of("getAutoCommit", "getMetaData", "setAutoCommit", "isReadOnly", "setReadOnly")
        .flatMap(
            call ->
                Stream.of(
                        new SQLException("failed", "08006"),
                        new SQLException("refused", "25001"),
                        new SQLException("refused", "HY000"),
                        new IllegalStateException("a defect of the driver"))
                    .map(failure -> Arguments.of(call, failure)));
  }

  @ParameterizedTest
  @MethodSource("failuresOfAnOpening")
  void aConnectionShouldBeClosedOnceAndAsItCameWhenItsOpeningFails(String call, Exception failure) {
    var fake = new Fake();
    fake.failures.put(call, failure);

    assertThat(catchThrowable(fake.source()::openConnection)).isNotNull();

    assertThat(fake.closed).isEqualTo(1);
    assertThat(fake.autoCommit).isFalse();
    assertThat(fake.networkTimeout).isEqualTo(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"getNetworkTimeout", "setNetworkTimeout"})
  void aConnectionShouldBeClosedWhenItsTimeoutFailsUnchecked(String call) {
    var fake = new Fake();
    fake.failures.put(call, new IllegalStateException("a defect of the driver"));

    assertThat(catchThrowable(fake.source()::openConnection))
        .isInstanceOf(IllegalStateException.class);

    assertThat(fake.closed).isEqualTo(1);
  }

  @Test
  void aConnectionOfAnUnknownDatabaseShouldBeClosedAndBeAnErrorThatTryingAgainDoesNotHelp() {
    var fake = new Fake();
    fake.product = "Another Database";

    assertThat(catchThrowable(fake.source()::openConnection))
        .hasMessageContaining("not PostgreSQL, MariaDB or H2")
        .hasMessageContaining("does not help");

    assertThat(fake.closed).isEqualTo(1);
    assertThat(fake.networkTimeout).isEqualTo(BEFORE);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 0",
    "true, 999",
    "true, 1000",
    "true, 1001",
    "false, 0",
    "false, 999",
    "false, 1001"
  })
  void aConnectionShouldBeUsedWithinTheStepAndComeBackAsItCame(boolean autoCommit, int timeout)
      throws SQLException {
    var fake = new Fake();
    fake.autoCommit = autoCommit;
    fake.networkTimeout = timeout;
    var connections = fake.source();

    Connection opened = connections.openConnection();
    assertThat(opened.getAutoCommit()).isTrue();
    assertThat(opened.getNetworkTimeout()).isEqualTo(timeout == 0 ? STEP : Math.min(timeout, STEP));
    connections.closeConnection(opened);

    assertThat(fake.closed).isEqualTo(1);
    assertThat(fake.autoCommit).isEqualTo(autoCommit);
    assertThat(fake.networkTimeout).isEqualTo(timeout);
  }

  /** The failure does not undo the statement of the step. */
  @ParameterizedTest
  @ValueSource(strings = {"setAutoCommit", "setNetworkTimeout", "close"})
  void aConnectionThatCannotBeHandedBackShouldBeClosedWithoutAnError(String call)
      throws SQLException {
    var fake = new Fake();
    var connections = fake.source();
    Connection opened = connections.openConnection();
    fake.failures.put(call, new SQLException("broken", "08006"));
    fake.calls.clear();

    assertThatCode(() -> connections.closeConnection(opened)).doesNotThrowAnyException();

    assertThat(fake.calls).contains("close");
  }

  @Test
  void aConnectionThatIsHandedBackTwiceShouldBeLeftAsItsNextOwnerHasIt() throws Exception {
    var fake = new Fake();
    var connections = fake.source();
    Connection opened = connections.openConnection();
    connections.getCleanableFor(opened).close();
    fake.autoCommit = true;
    fake.networkTimeout = 7;

    connections.closeConnection(opened);

    assertThat(fake.autoCommit).isTrue();
    assertThat(fake.networkTimeout).isEqualTo(7);
  }

  /** Pools wrap connections, and a wrapper may claim to equal another one. */
  @Test
  void connectionsThatSayTheyAreEqualShouldEachComeBackAsTheyCame() throws SQLException {
    var first = new Fake();
    var second = new Fake();
    second.autoCommit = true;
    second.networkTimeout = 5_000;
    List<Connection> pool = new ArrayList<>(List.of(first.connection, second.connection));
    var connections =
        new Connections(Proxied.source(() -> pool.remove(0)), Duration.ofMillis(STEP));

    Connection one = connections.openConnection();
    Connection two = connections.openConnection();
    connections.closeConnection(one);
    connections.closeConnection(two);

    assertThat(first.autoCommit).isFalse();
    assertThat(first.networkTimeout).isEqualTo(BEFORE);
    assertThat(second.autoCommit).isTrue();
    assertThat(second.networkTimeout).isEqualTo(5_000);
  }

  @Test
  void aTimeoutThatIsRefusedShouldBeWarnedOfOnceButNotIfTheConnectionIsGone() throws SQLException {
    var fake = new Fake();
    var connections = fake.source();
    try (LogCapture log = LogCapture.start()) {
      fake.failures.put("setNetworkTimeout", new SQLException("gone", "08003"));
      connections.closeConnection(connections.openConnection());
      assertThat(warnings(log)).isEmpty();

      fake.failures.put("setNetworkTimeout", new SQLFeatureNotSupportedException("no", "0A000"));
      connections.closeConnection(connections.openConnection());
      connections.closeConnection(connections.openConnection());
      assertThat(warnings(log))
          .singleElement()
          .asString()
          .contains("WARN", "do not support a network timeout (SQLState 0A000)");
    }
  }

  private static List<String> warnings(LogCapture log) {
    return log.lines().stream().filter(line -> line.contains("network timeout")).toList();
  }

  @Test
  void aSourceThatThrowsUncheckedShouldBeADatabaseThatIsNotThere() {
    var thrown = new IllegalArgumentException("the pool has not started");
    var connections =
        new Connections(
            Proxied.source(
                () -> {
                  throw thrown;
                }),
            Duration.ofMillis(STEP));

    assertThat(catchThrowable(connections::openConnection))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(SqlStates.isConnection(e)).isTrue())
        .hasCause(thrown);
  }
}
