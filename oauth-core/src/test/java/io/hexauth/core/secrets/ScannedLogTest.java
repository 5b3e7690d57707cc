// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Checks that the scan reads the log: otherwise, an empty file would pass as clean. */
class ScannedLogTest {

  private static final Path LOG = Path.of("target/secret-scan/everything.log");

  @Test
  void everyLoggerShouldWriteEverythingIntoTheFileThatIsScanned() throws IOException {
    String mark = UUID.randomUUID().toString();
    for (String name : new String[] {"io.hexauth.core", "feign.Logger", "org.apache.hc", "other"}) {
      LoggerFactory.getLogger(name).trace("message {} of {}", mark, name);
      LoggerFactory.getLogger(name)
          .atTrace()
          .addKeyValue("key", "value " + mark + " of " + name)
          .setCause(new IllegalStateException("cause " + mark + " of " + name))
          .log();
    }
    MDC.put("context", "context " + mark);
    LoggerFactory.getLogger("io.hexauth.core").trace("in context");
    MDC.remove("context");

    String written = Files.readString(LOG);

    for (String name : new String[] {"io.hexauth.core", "feign.Logger", "org.apache.hc", "other"}) {
      assertThat(written)
          .contains("message " + mark + " of " + name)
          .contains("value " + mark + " of " + name)
          .contains("cause " + mark + " of " + name);
    }
    assertThat(written).contains("context " + mark);
  }
}
