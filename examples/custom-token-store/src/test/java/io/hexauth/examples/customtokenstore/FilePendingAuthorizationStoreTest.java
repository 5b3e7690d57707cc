// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.PendingAuthorizationStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class FilePendingAuthorizationStoreTest extends PendingAuthorizationStoreContract {

  private final VirtualClock clock = VirtualClock.create();

  @TempDir private Path directory;

  @Override
  protected PendingAuthorizationStore createStore() {
    return new FilePendingAuthorizationStore(directory, clock);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
