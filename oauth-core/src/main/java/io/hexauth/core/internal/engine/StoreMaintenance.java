// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.json.GrantOwner;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Works through a store batch by batch, in memory that does not grow with it. */
public final class StoreMaintenance implements OAuthMaintenance {

  private static final int BATCH = 100;

  private final Optional<TokenStoreMaintenance> offered;
  private final TokenCipher cipher;
  private final String namespace;
  private final GrantEngines engines;

  @Inject
  StoreMaintenance(
      Optional<TokenStoreMaintenance> offered,
      TokenCipher cipher,
      OAuthClientConfig config,
      GrantEngines engines) {
    this.offered = offered;
    this.cipher = cipher;
    this.namespace = config.namespace();
    this.engines = engines;
  }

  private TokenStoreMaintenance store() {
    return offered.orElseThrow(
        () ->
            new IllegalStateException(
                "This store cannot be maintained: nothing is bound to TokenStoreMaintenance"));
  }

  @Override
  public KeyReport keys() {
    return new KeyReport(cipher.keys(), store().rowsPerKey());
  }

  @Override
  public Resealed reseal(int limit) {
    positive(limit);
    String primary = cipher.keys().primary();
    var result = new Resealed(0, 0);
    for (String key : store().rowsPerKey().keySet()) {
      if (!key.equals(primary) && result.written() < limit) {
        result = reseal(key, limit, result);
      }
    }
    return result;
  }

  private Resealed reseal(String key, int limit, Resealed sofar) {
    Resealed result = sofar;
    Optional<String> from = Optional.empty();
    do {
      Batch batch = store().sealedWith(key, from, Math.min(BATCH, limit));
      for (GrantRecord record : batch.records()) {
        if (result.written() >= limit) {
          return result;
        }
        result =
            isResealed(record)
                ? new Resealed(result.written() + 1, result.left())
                : new Resealed(result.written(), result.left() + 1);
      }
      from = batch.next();
    } while (from.isPresent());
    return result;
  }

  private boolean isResealed(GrantRecord record) {
    Optional<Envelope> again = Vault.resealed(cipher, namespace, record);
    return again.isPresent()
        && store()
            .reseal(
                new ResealRequest(
                    record.key(), record.version(), record.envelope().orElseThrow(), again.get()));
  }

  @Override
  public int refreshDue(Duration within, int limit) {
    positive(limit);
    int refreshed = 0;
    int tried = 0;
    Optional<String> from = Optional.empty();
    do {
      Batch batch = store().due(within, from, Math.min(BATCH, limit - tried));
      for (GrantRecord record : batch.records()) {
        tried++;
        if (Vault.owner(cipher, namespace, record).filter(this::isRefreshed).isPresent()) {
          refreshed++;
        }
      }
      from = batch.next();
    } while (from.isPresent() && tried < limit);
    return refreshed;
  }

  /** Other applications may keep their grants in the same store: those are not ours to refresh. */
  private boolean isRefreshed(GrantOwner owner) {
    return engines
        .find(owner.registration())
        .filter(engine -> engine.refreshDue(owner.principal()))
        .isPresent();
  }

  @Override
  public int purge(int limit) {
    positive(limit);
    return store().purge(limit);
  }

  private static void positive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be positive");
    }
  }
}
