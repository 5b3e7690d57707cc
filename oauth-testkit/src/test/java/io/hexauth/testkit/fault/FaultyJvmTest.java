// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import static io.hexauth.ports.spi.FaultPoints.FaultPoint.AFTER_ANSWER;
import static io.hexauth.ports.spi.FaultPoints.FaultPoint.AFTER_LEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FaultyJvmTest {

  private final FaultyJvm jvm =
      FaultyJvm.start(List.of("-Dnode=three"), NodeMain.class, "one", "two");

  @BeforeEach
  void awaitReady() {
    assertThat(jvm.await("ready")).isEqualTo("ready one,two three");
  }

  @AfterEach
  void close() {
    jvm.close();
    assertThat(jvm.isAlive()).isFalse();
  }

  @Test
  void aThreadShouldStopAndGoOn() {
    jvm.stopAt(AFTER_LEASE);
    jvm.stopAt(AFTER_ANSWER);
    jvm.send("a");

    assertThat(jvm.awaitStopped(AFTER_LEASE).value()).isEqualTo("a".repeat(64));
    jvm.send("b"); // continues to the next point, where no thread is stopped yet
    assertThat(jvm.awaitStopped(AFTER_ANSWER).value()).startsWith("b");
    assertThat(jvm.output()).doesNotContain("refreshed");
    jvm.go(AFTER_LEASE);
    assertThat(jvm.await("refreshed")).startsWith("refreshed a");
    jvm.go(AFTER_ANSWER);
    assertThat(jvm.await("refreshed")).startsWith("refreshed b");
  }

  @Test
  void aThreadShouldNotStopAfterAll() {
    jvm.stopAt(AFTER_LEASE);
    jvm.go(AFTER_LEASE);
    jvm.send("a");

    assertThat(jvm.await("refreshed")).isNotEmpty();
  }

  @Test
  void aKilledJvmShouldDoNothingMore() {
    jvm.stopAt(AFTER_LEASE);
    jvm.send("a");
    jvm.awaitStopped(AFTER_LEASE);

    jvm.kill();

    assertThat(jvm.isAlive()).isFalse();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> jvm.await("refreshed"))
        .withMessageContaining("stopped AFTER_LEASE");
  }

  @Test
  void aFrozenJvmShouldStandStillAndGoOnWhereItWas() throws IOException {
    jvm.freeze();
    jvm.send("a");
    assertThat(state()).isEqualTo('T');
    assertThat(jvm.isAlive()).isTrue();

    jvm.thaw();
    assertThat(jvm.await("refreshed")).isNotEmpty();
    assertThat(state()).isNotEqualTo('T');
  }

  @Test
  void aFrozenJvmShouldBeKillable() {
    jvm.freeze();
    jvm.kill();
    assertThat(jvm.isAlive()).isFalse();
  }

  /** {@return the state that the kernel reports; T means stopped by a signal} */
  private char state() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + jvm.pid() + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
