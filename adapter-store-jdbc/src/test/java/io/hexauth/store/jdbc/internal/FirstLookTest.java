// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.testkit.log.LogCapture;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Effect of the first check of the database on the thread that starts the application. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstLookTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private static GrantTable grants(Proxied.Source source) {
    return GrantTable.in(
        Proxied.source(source), Optional.empty(), "grants", false, Duration.ofSeconds(1));
  }

  /** Another thread than a daemon would keep an application alive that has failed to start. */
  @Test
  void theLookShouldBeOnADaemonThreadOfItsOwn() {
    var threads = new ConcurrentLinkedQueue<Thread>();
    GrantTable table =
        grants(
            () -> {
              threads.add(Thread.currentThread());
              throw new SQLException("down", "08001");
            });

    table.look(LONG);

    assertThat(threads)
        .singleElement()
        .matches(Thread::isDaemon)
        .matches(thread -> thread.getName().equals("hexauth-jdbc-look"));
  }

  @Test
  void theStartShouldStayInterruptedAndGoOnWithAWarning() {
    var end = new CountDownLatch(1);
    GrantTable table = grants(() -> waiting(end));
    try (LogCapture log = LogCapture.start()) {
      Thread.currentThread().interrupt();

      assertThatCode(() -> table.look(LONG)).doesNotThrowAnyException();

      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertThat(log.lines())
          .filteredOn(line -> line.contains("The table grants "))
          .singleElement()
          .asString()
          .contains("WARN", "the thread was interrupted");
    } finally {
      end.countDown();
    }
  }

  private static Connection waiting(CountDownLatch end) throws SQLException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new AssertionError("The look was ended", e);
    }
    throw new SQLException("down", "08001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "40001", "53300", "HY000"})
  void theStartShouldGoOnWithAWarningWhenTryingAgainHelps(String state) {
    GrantTable table = grants(() -> failing(state));
    try (LogCapture log = LogCapture.start()) {
      table.look(LONG);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("The table grants "))
          .singleElement()
          .asString()
          .contains("WARN", "the first call checks it again", "SQLState " + state);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42501", "42601", "22000", "3F000", "42P01", "42703"})
  void theStartShouldEndWhenTryingAgainDoesNotHelp(String state) {
    GrantTable table = grants(() -> failing(state));
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> table.look(LONG))
        .matches(e -> !e.isRetryable());
  }

  /** {@return a connection whose first query fails with this SQLState} */
  private static Connection failing(String state) {
    return Proxied.connection(
        (method, arguments) -> {
          return switch (method.getName()) {
            case "getNetworkTimeout" -> 1;
            case "getAutoCommit" -> true;
            case "getMetaData" -> throw new SQLException("refused by the test", state);
            default -> null;
          };
        });
  }

  @Test
  void whatIsADefectShouldEndTheStartWithItsCause() {
    var defect = new IllegalStateException("a defect of the test");
    GrantTable table =
        grants(
            () ->
                Proxied.connection(
                    (method, arguments) -> {
                      if (method.getName().equals("close")) {
                        return null;
                      }
                      throw defect;
                    }));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> table.look(LONG))
        .withMessageContaining("A defect in Hexauth")
        .withCause(defect);
  }

  /** The check continues, and later calls use its result. */
  @Test
  void aLookThatIsLateShouldNotBeEnded() throws Exception {
    var database = Backend.h2().database();
    new JdbcTokenStore(Backend.grants(database.dataSource())).find(Grants.key());
    var asked = new AtomicInteger();
    var end = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    GrantTable table =
        GrantTable.in(
            Proxied.source(
                () -> {
                  if (asked.getAndIncrement() == 0) {
                    try {
                      end.await();
                    } catch (InterruptedException e) {
                      throw new AssertionError("The look was ended", e);
                    }
                  }
                  return Proxied.closedBy(database.connect(), ended::countDown);
                }),
            Optional.empty(),
            Backend.GRANTS,
            false,
            Duration.ofSeconds(1));

    table.look(Duration.ofMillis(1));
    assertThat(asked.get()).isLessThanOrEqualTo(1);
    end.countDown();

    ended.await();
    assertThat(asked).as("one connection for all of the look").hasValue(1);
  }
}
