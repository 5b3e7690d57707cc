// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import java.nio.file.Path;

/** Process that holds the lock of a directory until its input ends. */
final class LockHolder {

  private LockHolder() {}

  public static void main(String[] arguments) {
    new Directory(Path.of(arguments[0]))
        .exclusively(
            () -> {
              System.out.println("locked");
              return System.in.read();
            });
  }
}
