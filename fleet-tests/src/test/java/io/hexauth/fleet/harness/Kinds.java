// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.nio.file.Path;

/** Kinds of store that a fleet can share. */
final class Kinds {

  private Kinds() {}

  static SharedStore start(SharedStore.Kind kind, Path folder) {
    return switch (kind) {
      case REDIS -> new RedisShared(folder);
      case POSTGRES -> new PostgresShared();
    };
  }
}
