// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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
  void whatGoesAlongWithAMessageShouldBeCaptured() {
    MDC.put("user", "of-the-context");
    try (var log = LogCapture.start()) {
      logger.atDebug().addKeyValue("key", "of-the-pair").log("without a place", "argument");
      logger.info("message", "unused-argument");
      assertThat(log.text()).contains("of-the-context", "of-the-pair", "unused-argument", "DEBUG");
    } finally {
      MDC.remove("user");
    }
  }

  /** Every appender is restored once, and inherited levels are inherited again. */
  @Test
  void everythingShouldBePutBackAsItWas() {
    var root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var inheriting = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("io.hexauth.inherits");
    List<Object> appenders = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(appenders::add);
    Level level = root.getLevel();

    try (var log = LogCapture.start()) {
      inheriting.trace("heard");
      assertThat(log.text()).contains("heard");
      List<Object> during = new ArrayList<>();
      root.iteratorForAppenders().forEachRemaining(during::add);
      assertThat(during).hasSize(1).doesNotContainAnyElementsOf(appenders);
    }

    List<Object> after = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(after::add);
    assertThat(after).isEqualTo(appenders);
    assertThat(root.getLevel()).isEqualTo(level);
    assertThat(inheriting.getLevel()).isNull();
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
