// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * JUnit extension that fails a test run if a secret of {@link SecretScan} appears in its log, in an
 * exception that a test has seen or failed with, or in an exception that ended a thread.
 *
 * <p>To use it for a whole module, name this class in {@code
 * META-INF/services/org.junit.jupiter.api.extension.Extension} of the test resources. In {@code
 * junit-platform.properties}, set {@code junit.jupiter.extensions.autodetection.enabled=true}, and
 * set {@code hexauth.secrets.log} to the file to which SLF4J's logging framework writes all events,
 * with the root logger at its lowest level. The extension itself captures {@code
 * java.util.logging}; if SLF4J logs to that, no file is needed. A run fails if its lowest log level
 * is not captured.
 */
public final class SecretScanExtension implements BeforeAllCallback, AfterTestExecutionCallback {

  private static final String LOG = "hexauth.secrets.log";
  private static final AtomicBoolean AT_WORK = new AtomicBoolean();

  /** Creates the extension, for JUnit. */
  public SecretScanExtension() {}

  static boolean isAtWork() {
    return AT_WORK.get();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ExtensionContext.Store store =
        context.getRoot().getStore(ExtensionContext.Namespace.create(SecretScanExtension.class));
    store.computeIfAbsent(
        Run.class, key -> new Run(context.getConfigurationParameter(LOG).map(Path::of)), Run.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    context.getExecutionException().ifPresent(SecretScan::saw);
  }

  /**
   * Scan of a run. JUnit closes it after the last test, and an exception from closing fails the
   * run.
   */
  private static final class Run implements AutoCloseable {

    private final Optional<Path> log;
    private final String mark = "secret scan " + UUID.randomUUID();
    private final JulCapture jul = JulCapture.start();

    Run(Optional<Path> log) {
      this.log = log;
      LoggerFactory.getLogger(SecretScanExtension.class).trace(mark);
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, e) -> {
            SecretScan.saw(e);
            e.printStackTrace();
          });
      AT_WORK.set(true);
    }

    @Override
    public void close() throws IOException {
      AT_WORK.set(false);
      jul.stop();
      String logged = jul.text() + (log.isPresent() ? Files.readString(log.get()) : "");
      if (!logged.contains(mark)) {
        throw new AssertionError("The scanned log does not receive events of the lowest level");
      }
      List<String> found = SecretScan.report("the log", logged);
      if (!found.isEmpty()) {
        throw new AssertionError("Secrets were disclosed: " + String.join("; ", found));
      }
    }
  }
}
