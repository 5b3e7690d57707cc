// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tested commit, as far as a checkout shows it. */
final class Commit {

  private Commit() {}

  /** {@return the short hash, with {@code +changes} if sources differ; or {@code unknown}} */
  static String current() {
    return git("rev-parse", "--short", "HEAD")
        .filter(hash -> !hash.isEmpty())
        .map(hash -> hash + (isChanged() ? "+changes" : ""))
        .orElse("unknown");
  }

  private static boolean isChanged() {
    // The pathspec starts at the root of the checkout, wherever this runs.
    return git("status", "--porcelain", "--", ":(top)*.java").filter(String::isEmpty).isEmpty();
  }

  private static Optional<String> git(String... words) {
    var command = new ArrayList<>(List.of(words));
    command.add(0, "git");
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(30, TimeUnit.SECONDS) && git.exitValue() == 0
          ? Optional.of(said.strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // git is not installed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
