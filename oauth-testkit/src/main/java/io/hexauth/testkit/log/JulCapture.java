// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Capture of {@code java.util.logging}, which Guice and the JDK use. */
final class JulCapture extends Handler {

  private static final int MOST_CHARACTERS = 64 * 1024 * 1024;

  private final StringWriter text = new StringWriter();
  private final SimpleFormatter formatter = new SimpleFormatter();

  private JulCapture() {
    setLevel(Level.ALL);
  }

  static JulCapture start() {
    var capture = new JulCapture();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.ALL);
    root.addHandler(capture);
    return capture;
  }

  void stop() {
    Logger.getLogger("").removeHandler(this);
  }

  String text() {
    return text.toString();
  }

  @Override
  public void publish(LogRecord logged) {
    if (text.getBuffer().length() < MOST_CHARACTERS) {
      text.append(formatter.format(logged));
      Throwable thrown = logged.getThrown();
      if (thrown != null) {
        text.append(ThrowableText.of(thrown));
      }
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
