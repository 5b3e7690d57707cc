// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A {@link TokenEndpoint} in another JVM, which ends with {@link #close()} or with this JVM. */
record EndpointProcess(Process process, URI uri) implements AutoCloseable {

  static EndpointProcess started() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TokenEndpoint.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port = process.inputReader().readLine();
    if (port == null) {
      throw new IOException("The token endpoint did not start");
    }
    return new EndpointProcess(process, URI.create("http://127.0.0.1:" + port + "/token"));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
