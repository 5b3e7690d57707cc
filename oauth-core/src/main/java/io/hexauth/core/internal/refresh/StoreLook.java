// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.RefreshStep.End;
import io.hexauth.domain.internal.refresh.RefreshStep.Task;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;

/** Reads stored grants into memory. It requests no new tokens. */
final class StoreLook {

  /** Limit on reads for one question. Each further read follows a repair of the store. */
  private static final int MOST_GLANCES = 3;

  private final RefreshRuns runs;
  private final OAuthClock clock;

  StoreLook(RefreshRuns runs, OAuthClock clock) {
    this.runs = runs;
    this.clock = clock;
  }

  /** {@return the stored token for this access; empty if there is none} */
  Optional<Snapshot> look(TokenCell cell) {
    return shown(cell).found();
  }

  /** {@return the status of the stored grant} */
  ConnectionStatus status(TokenCell cell) {
    return shown(cell).status();
  }

  /** {@return the status from memory; empty if the store must be read} */
  Optional<ConnectionStatus> remembered(TokenCell cell) {
    return runs.of(cell, TokenRequirement.usable(cell.access())).reader().remembered();
  }

  private GrantReader shown(TokenCell cell) {
    RefreshRun run = runs.of(cell, TokenRequirement.usable(cell.access()));
    boolean shown = false;
    for (int i = 0; i < MOST_GLANCES && !shown; i++) {
      shown = run.glance().fold(task -> isShownAfter(task, run), end -> isShown(end, cell));
    }
    return run.reader();
  }

  /**
   * Executes a step that repairs the store. Other steps, which would begin something new, are not
   * executed.
   */
  private static boolean isShownAfter(Task task, RefreshRun run) {
    if (!task.begins()) {
      task.fold(run);
    }
    return false;
  }

  private boolean isShown(End end, TokenCell cell) {
    if (end.forget()) {
      cell.revoked(clock.nanoTime());
    }
    return true;
  }
}
