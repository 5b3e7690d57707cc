// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.TestDatabase;
import io.hexauth.testkit.fault.FaultyJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 in a file confirms a commit before it writes it, unless its URL has another setting. */
class H2DurabilityTest {

  private static final int WRITES = 50;

  @TempDir Path folder;

  private TestDatabase file(String settings) {
    return new TestDatabase("jdbc:h2:" + folder.resolve("grants") + settings, "grants", "sa", "");
  }

  @Test
  void aFileThatWritesLaterShouldBeRefusedWithTheSettingToAdd() {
    isRefused(file(""));
    isRefused(file(";WRITE_DELAY=500"));
  }

  /** H2 stores this setting, and ignores it when the file is opened again. */
  @Test
  void aFileWhoseSettingEndedWithItsConnectionShouldBeRefused() {
    file("").execute("SET WRITE_DELAY 0");
    isRefused(file(""));
  }

  private static void isRefused(TestDatabase database) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> Backend.grants(database.dataSource()).look(Backend.PATIENCE))
        .withMessageContaining(";WRITE_DELAY=0")
        .matches(e -> !e.isRetryable());
  }

  @Test
  void aDatabaseInMemoryShouldNotNeedTheSetting() {
    assertThatNoException().isThrownBy(() -> Backend.h2().grants().look(Backend.PATIENCE));
  }

  @Test
  void noAcknowledgedWriteShouldBeLostWhenTheProcessIsKilled() {
    TestDatabase database = file(";WRITE_DELAY=0");
    GrantKey key = Grants.key();
    String last;
    try (FaultyJvm jvm =
        FaultyJvm.start(
            List.of("-XX:TieredStopAtLevel=1"), Writer.class, database.url(), key.value())) {
      last = jvm.await("written ").substring("written ".length());
      jvm.kill();
    }

    var store = new JdbcTokenStore(Backend.grants(database.dataSource()));
    assertThat(store.find(key).grant().map(grant -> grant.revision().value())).contains(last);
  }

  /** Process that writes, prints its last write, and waits until it is killed. */
  static final class Writer {

    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      var database = new TestDatabase(arguments[0], "grants", "sa", "");
      GrantKey key = new GrantKey(arguments[1]);
      // With its last connection, H2 closes its file and writes it to the disk.
      try (Connection open = database.connect()) {
        var store = new JdbcTokenStore(Backend.grants(database.dataSource()));
        StoredGrant last = Grants.created(store, key);
        for (int i = 0; i < WRITES; i++) {
          StoredGrant next = Grants.grant();
          if (!Grants.replace(store, key, last, next)) {
            throw new AssertionError("The grant was not replaced");
          }
          last = next;
        }
        System.out.println("written " + last.revision());
        System.in.read();
        open.rollback();
      }
    }
  }
}
