// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogCaptureTest {

  private final Logger logger = LoggerFactory.getLogger("io.hexauth.testkit.log.sample");

  @Test
  void everythingShouldBeCapturedAtEveryLevel() {
    ((ch.qos.logback.classic.Logger) logger).setLevel(Level.OFF);
    try (var log = LogCapture.start()) {
      logger.trace("first {}", "argument");
      logger.error("second", new IllegalStateException("outer", new IOException("inner")));
      assertThat(log.lines()).hasSize(2);
      assertThat(log.text()).contains("TRACE", "first argument", "outer", "inner");
    }
    assertThat(((ch.qos.logback.classic.Logger) logger).getLevel()).isEqualTo(Level.OFF);
  }

  @Test
  void nothingShouldBeCapturedAfterClose() {
    var log = LogCapture.start();
    log.close();
    log.close();
    logger.error("late");
    assertThat(log.lines()).isEmpty();
    var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    assertThat(root.getLevel()).isNotEqualTo(Level.TRACE);
    assertThat(root.iteratorForAppenders()).hasNext();
  }
}
