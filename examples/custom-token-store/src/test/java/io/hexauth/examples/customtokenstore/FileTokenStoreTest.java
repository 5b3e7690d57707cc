// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

// spotless:off  (the README of the test kit shows these lines as they are)
// tag::store[]
class FileTokenStoreTest extends TokenStoreContract {
  private final VirtualClock clock = VirtualClock.create();

  @TempDir private Path directory;

  @Override
  protected TokenStore createStore() {
    return new FileTokenStore(directory, clock);
  }

  @Override
  protected void age(Duration time) {
    clock.advance(time);
  }
}
// end::store[]
// spotless:on
