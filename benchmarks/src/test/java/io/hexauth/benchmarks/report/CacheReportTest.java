// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.cache.CacheRun;
import org.junit.jupiter.api.Test;

class CacheReportTest {

  private static final Circumstances NOW =
      new Circumstances("2026-11-21", "abc", "machine", "java", "0.10");

  @Test
  void verdictShouldBeMetOnlyWithinTheTarget() {
    assertThat(CacheMain.verdict(run(720)).met()).isTrue();
    assertThat(CacheMain.verdict(run(719)).met()).isFalse();
  }

  @Test
  void reportShouldGiveTheSharesOfBothCaches() {
    assertThat(CacheMain.markdown(run(720), NOW))
        .contains("commit `abc`", "2,000 users make 1,000 calls", "72.0 %", "80.0 %");
  }

  /** A run in which a least-recently-used cache answers 800 of 1,000 calls. */
  private static CacheRun run(int hits) {
    return new CacheRun(2_000, 200, 1_000, hits, 800, 12);
  }
}
