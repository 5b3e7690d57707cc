// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.testkit.log.Canaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Search for secrets in all data that an operator can see, or a thief of backups and logs.
 * Isolated, so that it runs after the rows and reads their data.
 */
@Isolated
final class SecretsTest {

  /** Values that the fake server issues. */
  private static final Pattern ISSUED = Pattern.compile("\\b(at|rt|code)-[A-Za-z0-9_-]{32}");

  private static final int CANARIES = 40;

  @Row(value = "H6", on = POSTGRES, only = true)
  void dumpOfTheStoreAndLogsOfTheNodesShouldShowNoSecret(Fleet fleet) throws IOException {
    assertNoSecrets(fleet);
  }

  @Row(value = "H6", on = REDIS, only = true)
  void monitorOfTheStoreAndLogsOfTheNodesShouldShowNoSecret(Fleet fleet) throws IOException {
    assertNoSecrets(fleet);
  }

  private static void assertNoSecrets(Fleet fleet) throws IOException {
    String alice = fleet.expired();
    fleet.a().ask(alice).token();
    var canaries = new Canaries();
    canaries.add("client secret", Settings.SECRET);
    canaries.add("principal", alice);
    fleet.server().ledger().secrets().stream()
        .sorted()
        .limit(CANARIES)
        .forEach(secret -> canaries.add(secret.substring(0, 6), secret));
    for (Path file : fleet.evidence()) {
      assertThat(Files.size(file)).as(file.toString()).isPositive();
      try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        lines.forEach(
            line -> {
              assertThat(ISSUED.matcher(line).find()).as("a token in " + file).isFalse();
              assertThat(line.contains("@fleet.example")).as("a name in " + file).isFalse();
              canaries.assertNoneIn(line);
            });
      }
    }
  }
}
