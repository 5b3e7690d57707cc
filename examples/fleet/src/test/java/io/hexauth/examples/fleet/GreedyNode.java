// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import com.google.inject.Guice;
import com.google.inject.Key;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcTokenStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * A node on a store that gives the lease to everybody; and it writes so late that everybody has
 * asked for it by then, however busy the machine is.
 */
final class GreedyNode {

  private static final Duration LATE = Duration.ofMillis(1500);

  private GreedyNode() {}

  public static void main(String[] arguments) throws IOException {
    var settings = Settings.of(arguments);
    DataSource pool = FleetNode.pool(settings);
    TokenStore sound =
        Guice.createInjector(
                new JdbcTokenStoreModule(JdbcStoreConfig.defaults().withCreateTables(true)),
                binder -> binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(pool))
            .getInstance(TokenStore.class);
    var clients =
        FleetNode.clients(
            settings, pool, binder -> binder.bind(TokenStore.class).toInstance(new Greedy(sound)));
    new NodeCommands(settings, clients).run();
  }

  private record Greedy(TokenStore sound) implements TokenStore {

    @Override
    public StoreAnswer find(GrantKey key) {
      StoreAnswer answer = sound.find(key);
      return answer(answer.done(), answer, GrantState.IDLE, Optional.empty());
    }

    @Override
    public StoreAnswer lease(LeaseRequest request) {
      StoreAnswer answer = sound.lease(request);
      if (answer.done() || !answer.record().map(GrantRecord::version).equals(request.expected())) {
        return answer;
      }
      var lease =
          new Lease(
              request.owner(), request.attemptId(), answer.storeNow().plus(request.duration()));
      return answer(true, answer, GrantState.INTENT, Optional.of(lease));
    }

    private static StoreAnswer answer(
        boolean done, StoreAnswer answer, GrantState state, Optional<Lease> lease) {
      return new StoreAnswer(
          done,
          answer.record().map(r -> r.state() == GrantState.INTENT ? with(r, state, lease) : r),
          answer.storeNow());
    }

    private static GrantRecord with(GrantRecord r, GrantState state, Optional<Lease> lease) {
      return new GrantRecord(
          r.key(),
          r.grantId(),
          r.generation(),
          r.epoch(),
          state,
          r.attempt(),
          lease,
          r.notBefore(),
          r.errorCode(),
          r.envelope(),
          r.accessExpiresAt(),
          r.createdAt(),
          r.updatedAt());
    }

    @Override
    public StoreAnswer commit(CommitRequest request) {
      LockSupport.parkNanos(LATE.toNanos());
      return sound.commit(request);
    }

    @Override
    public StoreAnswer settle(SettleRequest request) {
      return sound.settle(request);
    }

    @Override
    public StoreAnswer put(PutRequest request) {
      return sound.put(request);
    }

    @Override
    public StoreAnswer tombstone(TombstoneRequest request) {
      return sound.tombstone(request);
    }
  }
}
