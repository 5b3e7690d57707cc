// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import com.google.inject.Guice;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.StoreAnswer;
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

/**
 * Find and commit of a {@value Grant#DOCUMENT}-byte document, one thread, and sealing such a
 * document.
 *
 * @param jdbc steps on PostgreSQL
 * @param redis steps on Redis
 * @param sealing the steps of a cipher
 */
public record StoreCosts(List<Cost> jdbc, List<Cost> redis, List<Cost> sealing) {

  /** {@return what they cost in this run} */
  public static StoreCosts measured(Cost.Effort effort) throws Exception {
    return new StoreCosts(jdbc(effort), redis(effort), sealing(effort));
  }

  private static List<Cost> jdbc(Cost.Effort effort) throws Exception {
    TestDatabase database = PostgresServer.newDatabase();
    JdbcByHand statements = statements(database);
    try (HikariDataSource pool = StoreOfNode.pool(database)) {
      TokenStore store = store(StoreOfNode.over(pool, () -> {}));
      var byHand = new JdbcByHand(pool, statements.find(), statements.commit());
      Grant ours = Grant.in(store, "ours");
      Grant theirs = Grant.in(store, "theirs");
      return List.of(
          Cost.of(
              "`find`, PostgreSQL",
              effort,
              () -> done(store.find(ours.key)),
              () -> byHand.find(theirs)),
          Cost.of(
              "`commit`, PostgreSQL",
              effort,
              () -> done(store.commit(ours.commit())),
              () -> byHand.commit(theirs)));
    }
  }

  /** The very text that the adapter sends. */
  private static JdbcByHand statements(TestDatabase database) {
    List<String> executed = new ArrayList<>();
    try (StoreOfNode told = StoreOfNode.postgres(database, executed::add)) {
      TokenStore store = store(told);
      Grant grant = Grant.in(store, "spied");
      executed.clear();
      done(store.find(grant.key));
      done(store.commit(grant.commit()));
    }
    if (executed.size() != 2) {
      throw new IllegalStateException("Not one statement for each step: " + executed);
    }
    return new JdbcByHand(database.dataSource(), executed.get(0), executed.get(1));
  }

  private static List<Cost> redis(Cost.Effort effort) throws Exception {
    RedisClient client = StoreOfNode.client();
    try (StoreOfNode node = StoreOfNode.redis();
        var connection = client.connect(ByteArrayCodec.INSTANCE)) {
      TokenStore store = store(node);
      var byHand = new RedisByHand(connection.sync());
      Grant ours = Grant.in(store, "ours");
      Grant theirs = Grant.in(store, "theirs");
      return List.of(
          Cost.of(
              "`find`, Redis", effort, () -> done(store.find(ours.key)), () -> byHand.find(theirs)),
          Cost.of(
              "`commit`, Redis",
              effort,
              () -> done(store.commit(ours.commit())),
              () -> byHand.commit(theirs)));
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
        Cost.alone("`seal`, Tink AES-256-GCM", effort, () -> cipher.seal(document, associated)),
        Cost.alone(
            "`open`, Tink AES-256-GCM",
            effort,
            () -> cipher.open(closed, associated).orElseThrow()));
  }

  private static TokenStore store(StoreOfNode node) {
    return Guice.createInjector(node.module()).getInstance(TokenStore.class);
  }

  private static StoreAnswer done(StoreAnswer answer) {
    if (!answer.done() && answer.record().isEmpty()) {
      throw new IllegalStateException("The step has done nothing");
    }
    return answer;
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
