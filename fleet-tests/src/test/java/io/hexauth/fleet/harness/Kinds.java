// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.nio.file.Path;

/** The stores that a fleet can share. */
final class Kinds {

  private Kinds() {}

  static SharedStore start(SharedStore.Kind kind, Path folder) {
    return switch (kind) {
      case REDIS -> new RedisShared(folder);
      case POSTGRES -> new PostgresShared();
    };
  }
}
