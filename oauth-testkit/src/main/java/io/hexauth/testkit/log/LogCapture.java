// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Capture of everything that is logged through SLF4J while it is open, with every logger at its
 * lowest level. The events do not appear on the console.
 *
 * <p>Needs Logback, which you must declare at test scope. The capture changes the levels and
 * appenders of the whole process, and {@link #close()} restores them. So only one capture may be
 * open at a time. Reading is safe from any thread.
 */
public final class LogCapture implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Map<Logger, Optional<Level>> levels = new HashMap<>();
  private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
  private final Logger root;
  private final Appender<ILoggingEvent> appender = new Collector();

  private LogCapture(LoggerContext context) {
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    context.getLoggerList().forEach(l -> levels.put(l, Optional.ofNullable(l.getLevel())));
    root.iteratorForAppenders().forEachRemaining(silenced::add);
    silenced.forEach(root::detachAppender);
    levels.keySet().forEach(l -> l.setLevel(Level.TRACE));
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
  }

  /**
   * {@return a capture that has started}
   *
   * @throws IllegalStateException if SLF4J does not log to Logback
   */
  public static LogCapture start() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      return new LogCapture(context);
    }
    throw new IllegalStateException("SLF4J does not log to Logback here");
  }

  /**
   * {@return all events since the start, each as one text with level, logger, message, arguments
   * and causes}
   */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** {@return all events since the start, as the lines of one text} */
  public String text() {
    return String.join("\n", lines);
  }

  /** Restores levels and appenders. A second call has no effect. */
  @Override
  public void close() {
    if (!silenced.isEmpty() && SecretScanExtension.isAtWork()) {
      // During the capture, the appender of the scanned file received nothing.
      SecretScan.saw("the log of a capture", text());
    }
    root.detachAppender(appender);
    appender.stop();
    levels.forEach((logger, level) -> logger.setLevel(level.orElse(null)));
    silenced.forEach(root::addAppender);
    levels.clear();
    silenced.clear();
  }

  private final class Collector extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      Object[] arguments = event.getArgumentArray();
      String args =
          arguments == null
              ? ""
              : Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", "));
      String thrown =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(
          event.getLevel()
              + " "
              + event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + " ["
              + args
              + "] "
              + event.getKeyValuePairs()
              + event.getMDCPropertyMap()
              + "\n"
              + thrown);
    }
  }
}
