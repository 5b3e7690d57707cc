// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import io.hexauth.testkit.http.Certificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole program of a page, which runs in its own JVM and folder, like that of a reader. The JVM
 * trusts the test server, and the program listens on a free port. Closing this object kills the
 * JVM.
 */
final class Program implements AutoCloseable {

  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final String PASSWORD = "changeit";
  private static final String END = "\0";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Program(Process process) {
    this.process = process;
    var reader = new Thread(this::read, "output of a program");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Compiles and starts the program. If it is started again in the same folder, it finds its files
   * there.
   */
  static Program start(Block block, Surroundings around, Path folder, Map<String, String> variables)
      throws IOException, GeneralSecurityException {
    String issuer = around.server().issuer().toString();
    Matcher type = CLASS.matcher(block.text());
    if (!type.find()) {
      throw new AssertionError(block + " has no public class");
    }
    Path source = folder.resolve(type.group(1) + ".java");
    Files.writeString(source, block.at(issuer, issuer).replace(".start(8080)", ".start(0)"));
    block.compile(source, folder);
    var java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djavax.net.ssl.trustStore=" + trust(folder),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-cp",
            folder + System.getProperty("path.separator") + System.getProperty("java.class.path"),
            type.group(1));
    java.environment().putAll(variables);
    return new Program(java.directory(folder.toFile()).redirectErrorStream(true).start());
  }

  private static Path trust(Path folder) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Certificates.good().trustManager().getAcceptedIssuers()[0]);
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      out.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException killed) {
      // The output before the failure is complete.
    } finally {
      lines.add(END);
    }
  }

  /** {@return the next line that contains this pattern} Waits for one minute at most. */
  Matcher await(Pattern wanted) throws InterruptedException {
    List<String> seen = new java.util.ArrayList<>();
    for (String line = next(); !line.equals(END); line = next()) {
      Matcher found = wanted.matcher(line);
      if (found.find()) {
        return found;
      }
      seen.add(line);
    }
    throw new AssertionError("No '" + wanted + "' in\n" + String.join("\n", seen));
  }

  private String next() throws InterruptedException {
    String line = lines.poll(1, TimeUnit.MINUTES);
    return line == null ? END : line;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
