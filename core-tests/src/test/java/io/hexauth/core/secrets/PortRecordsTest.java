// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.ports.api.OAuthMaintenance.KeyReport;
import io.hexauth.ports.spi.TokenCipher.Keys;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Records of the ports copy their collections, so an adapter cannot change them later. */
class PortRecordsTest {

  @Test
  void keysShouldBeCopied() {
    var readable = new HashSet<>(Set.of("k1", "k2"));
    var keys = new Keys("k1", readable);
    readable.clear();
    assertThat(keys.readable()).containsExactlyInAnyOrder("k1", "k2");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> keys.readable().clear());
  }

  @Test
  void batchesShouldBeCopied() {
    Listed listed = (Listed) Samples.of(Listed.class);
    var records = new ArrayList<>(List.of(listed));
    var batch = new Batch(records, Optional.empty(), Instant.EPOCH);
    records.clear();
    assertThat(batch.records()).containsExactly(listed);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> batch.records().clear());
  }

  @Test
  void keyReportsShouldBeCopied() {
    var documents = new HashMap<>(Map.of("k1", 7L));
    var report = new KeyReport(new Keys("k1", Set.of("k1")), documents);
    documents.clear();
    assertThat(report.documents()).isEqualTo(Map.of("k1", 7L));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> report.documents().clear());
  }
}
