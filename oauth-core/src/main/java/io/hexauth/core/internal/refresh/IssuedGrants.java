// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.refresh.Progress.Committed;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import java.util.Optional;

/** Puts a grant that a run has obtained into memory for its callers, or revokes it. */
final class IssuedGrants {

  private final TokenMaterializer materializer;
  private final Revocation revocation;

  IssuedGrants(TokenMaterializer materializer, Revocation revocation) {
    this.materializer = materializer;
    this.revocation = revocation;
  }

  /** Returns the issued token after it was stored, and announces it. */
  Snapshot stored(RefreshRun run) {
    Committed committed = run.progress().committed();
    IssuedGrant issued = committed.issued().grant();
    Optional<Snapshot> token = materializer.learnStored(issued, committed.answer().moment());
    issued.cell().grant().notStoring(issued.version());
    return run.unlessFailed(token);
  }

  /** Returns the issued token while the store does not answer. */
  Snapshot unstored(RefreshRun run) {
    return run.unlessFailed(materializer.learnUnstored(run.progress().issued().grant()));
  }

  /**
   * Revokes the tokens of a grant that was revoked during the refresh. Otherwise, they would remain
   * valid unnoticed.
   */
  void revoke(RefreshRun run) {
    GrantDocument document = run.progress().issued().grant().document();
    revocation.quietly(() -> document);
  }
}
