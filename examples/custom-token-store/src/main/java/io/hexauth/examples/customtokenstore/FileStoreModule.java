// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenStore;
import java.nio.file.Path;

/** Guice module that binds both stores to one directory. */
public final class FileStoreModule extends AbstractModule {

  private final Path directory;

  /**
   * Creates a module for a directory.
   *
   * @param directory an existing directory
   */
  public FileStoreModule(Path directory) {
    this.directory = directory;
  }

  @Provides
  @Singleton
  TokenStore tokenStore(OAuthClock clock) {
    return new FileTokenStore(directory, clock);
  }

  @Provides
  @Singleton
  PendingAuthorizationStore pendingAuthorizationStore(OAuthClock clock) {
    return new FilePendingAuthorizationStore(directory, clock);
  }
}
