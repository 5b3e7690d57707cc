// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.testkit.server.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the server has seen since the books were opened. */
public final class Books {

  private final Ledger ledger;
  private Map<String, Integer> before = Map.of();
  private int revokedBefore;
  private int requestsBefore;

  Books(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Forgets what was. */
  public void open() {
    before = ledger.presentations();
    revokedBefore = ledger.familiesRevokedForReuse();
    requestsBefore = ledger.tokenRequests("refresh_token");
  }

  /** {@return how often each refresh token was presented, in order of first sight} */
  public List<Integer> presentations() {
    var counts = new ArrayList<Integer>();
    ledger
        .presentations()
        .forEach(
            (token, count) -> {
              int since = count - before.getOrDefault(token, 0);
              if (since > 0) {
                counts.add(since);
              }
            });
    return counts;
  }

  /** {@return how many requests came with a refresh token} */
  public int requests() {
    return ledger.tokenRequests("refresh_token") - requestsBefore;
  }

  /** {@return how many families were revoked because a used refresh token came again} */
  public int familiesRevoked() {
    return ledger.familiesRevokedForReuse() - revokedBefore;
  }
}
