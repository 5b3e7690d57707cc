// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.contract.TokenStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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

  @Override
  protected Optional<TokenStore> createOtherNode() {
    return Optional.of(new FileTokenStore(directory, clock));
  }

  @Override
  protected boolean damage(GrantKey key) {
    var files = new Directory(directory);
    return files.exclusively(() -> files.write(key.value() + ".grant", new byte[100]));
  }
}
// end::store[]
// spotless:on
