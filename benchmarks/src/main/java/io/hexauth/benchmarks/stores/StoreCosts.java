// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import com.google.inject.Guice;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The times of operations with one thread: reading a grant with a document of {@value
 * Grant#DOCUMENT} bytes, the two writes of a refresh, and encryption of such a document.
 *
 * @param jdbc operations on PostgreSQL
 * @param redis operations on Redis
 * @param sealing operations of a cipher
 */
public record StoreCosts(List<Cost> jdbc, List<Cost> redis, List<Cost> sealing) {

  /** {@return the times of this run} */
  public static StoreCosts measured(Cost.Effort effort) throws Exception {
    return new StoreCosts(jdbc(effort), redis(effort), sealing(effort));
  }

  private static List<Cost> jdbc(Cost.Effort effort) throws Exception {
    TestDatabase database = PostgresServer.newDatabase();
    try (HikariDataSource pool = StoreOfNode.pool(database)) {
      TokenStore store = store(StoreOfNode.over(pool, () -> {}));
      Grant grant = Grant.in(store, "ours");
      JdbcByHand byHand = byHand(database, pool, Grant.DOCUMENT);
      return List.of(
          Cost.of("read a grant from PostgreSQL", effort, () -> grant.found(store), byHand::found),
          Cost.of("write a lease to PostgreSQL", effort, () -> grant.leased(store), byHand::leased),
          Cost.of(
              "write a token to PostgreSQL", effort, () -> grant.stored(store), byHand::stored));
    }
  }

  /**
   * {@return the recorded statements of the adapter on another grant, which use this pool}
   *
   * @param size size of the document in bytes
   */
  public static JdbcByHand byHand(TestDatabase database, DataSource pool, int size) {
    List<Executed> executed = new ArrayList<>();
    try (StoreOfNode told = StoreOfNode.postgres(database, executed::add)) {
      TokenStore store = store(told);
      Grant grant = Grant.in(store, "theirs", size);
      executed.clear();
      grant.found(store);
      grant.leased(store);
      grant.stored(store);
    }
    if (executed.size() != 3) {
      throw new IllegalStateException("Not one statement for each step: " + executed);
    }
    return new JdbcByHand(pool, executed.get(0), executed.get(1), executed.get(2));
  }

  private static List<Cost> redis(Cost.Effort effort) throws Exception {
    RedisClient client = StoreOfNode.client();
    try (StoreOfNode node = StoreOfNode.redis();
        var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      TokenStore store = store(node);
      Grant ours = Grant.in(store, "ours");
      var byHand = new RedisByHand(connection.sync(), Grant.in(store, "theirs"));
      return List.of(
          Cost.of("read a grant from Redis", effort, () -> ours.found(store), byHand::found),
          Cost.of("write a lease to Redis", effort, () -> ours.leased(store), byHand::leased),
          Cost.of("write a token to Redis", effort, () -> ours.stored(store), byHand::stored));
    } finally {
      client.shutdown();
    }
  }

  private static List<Cost> sealing(Cost.Effort effort) throws Exception {
    TokenCipher cipher =
        Guice.createInjector(
                TinkTokenCipherModule.keyset(SealingKey::shared),
                binder -> binder.bind(OAuthClock.class).toInstance(new Clock()))
            .getInstance(TokenCipher.class);
    byte[] document = new byte[Grant.DOCUMENT];
    new SecureRandom().nextBytes(document);
    byte[] associated = new byte[128];
    TokenCipher.Sealed closed = cipher.seal(document, associated);
    return List.of(
        Cost.alone("encrypting", effort, () -> cipher.seal(document, associated)),
        Cost.alone("decrypting", effort, () -> cipher.open(closed, associated).orElseThrow()));
  }

  private static TokenStore store(StoreOfNode node) {
    return Guice.createInjector(node.module()).getInstance(TokenStore.class);
  }

  private static final class Clock implements OAuthClock {
    @Override
    public Instant instant() {
      return Instant.now();
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }
  }
}
