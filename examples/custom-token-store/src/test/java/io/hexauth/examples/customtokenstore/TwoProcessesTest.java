// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {

  @Test
  @Timeout(120)
  void twoProcessesShouldRefreshOnce(@TempDir Path directory) {
    var printed = new ByteArrayOutputStream();

    boolean kept =
        TwoProcesses.run(directory, 3, new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(kept).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("at most 1 time(s), 0 families were revoked");
  }
}
