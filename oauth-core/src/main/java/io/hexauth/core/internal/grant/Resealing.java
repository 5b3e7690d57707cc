// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.storage.GrantSealer;
import io.hexauth.core.internal.storage.GrantStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.api.OAuthMaintenance.Resealed;
import io.hexauth.ports.spi.TokenCipher;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts documents again with the primary key. Not safe for use by multiple threads. */
final class Resealing implements Listing.Visitor {

  private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);

  private final GrantStore grants;
  private final TokenCipher cipher;
  private final String namespace;
  private final int limit;
  private int written;
  private int left;

  Resealing(GrantStore grants, TokenCipher cipher, String namespace, int limit) {
    this.grants = grants;
    this.cipher = cipher;
    this.namespace = namespace;
    this.limit = limit;
  }

  Resealed result() {
    return new Resealed(written, left);
  }

  @Override
  public int room() {
    return limit - written;
  }

  @Override
  public void beginsAgain() {
    left = 0;
  }

  @Override
  public void visit(Page page) {
    page.records()
        .forEach(
            listed -> {
              if (isResealed(() -> page.reading(listed, grants))) {
                written++;
              } else {
                left++;
              }
            });
  }

  /**
   * Encrypts one document again. If the record is defective, it is skipped; if the store or the key
   * service does not answer, the call ends.
   */
  private boolean isResealed(Supplier<StoreReading> listed) {
    try {
      StoreReading shown = listed.get();
      GrantRecord record = shown.record().orElseThrow();
      Optional<Envelope> again = GrantSealer.resealed(cipher, namespace, record);
      return again.isPresent()
          && grants
              .apply(
                  record.key(),
                  Optional.of(shown),
                  (current, time) ->
                      GrantTransitions.reseal(
                          current, record.version(), record.envelope().orElseThrow(), again.get()))
              .done();
    } catch (ServiceUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("A document was not sealed again and is kept unchanged: {}", e.getClass().getName());
      return false;
    }
  }
}
