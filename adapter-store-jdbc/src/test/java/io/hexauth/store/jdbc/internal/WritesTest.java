// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that a write sends to the database, and their effects. */
class WritesTest {

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  static Stream<TestDatabase> databases() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2()).map(Backend::database);
  }

  /** A document that is sent again is also written again to the write-ahead log. */
  @ParameterizedTest
  @MethodSource("databases")
  void theSameDocumentShouldNotBeSentAgain(TestDatabase database) {
    var store = watched(database);
    GrantKey key = Grants.key();
    StoredGrant first = Grants.created(store, key);
    assertThat(events).as("sent when it was created").contains("setBytes");
    events.clear();

    StoredGrant leased = Grants.next(first, "epoch", "1").withSameDocument();
    assertThat(Grants.replace(store, key, first, leased)).isTrue();

    assertThat(events).isNotEmpty().doesNotContain("setBytes");
    assertThat(store.find(key).grant()).contains(leased);
  }

  /** An error would be a line in the log of the server, for each lost race. */
  @Test
  void aLostCreationShouldBeNoErrorOnPostgres() {
    var store = watched(Backend.postgres().database());
    GrantKey key = Grants.key();
    Grants.created(store, key);

    assertThat(Grants.create(store, key, Grants.grant())).isFalse();

    assertThat(events).contains("executed").doesNotContain("failed");
  }

  private JdbcTokenStore watched(TestDatabase database) {
    return new JdbcTokenStore(Backend.grants(Proxied.source(() -> watched(database.connect()))));
  }

  private Connection watched(Connection connection) {
    return Proxied.connection(
        (method, arguments) -> {
          Object result = method.invoke(connection, arguments);
          return result instanceof PreparedStatement statement ? watched(statement) : result;
        });
  }

  private PreparedStatement watched(PreparedStatement statement) {
    return Proxied.statement(
        (method, arguments) -> {
          boolean execute = method.getName().startsWith("execute");
          events.add(execute ? "executed" : method.getName());
          try {
            return method.invoke(statement, arguments);
          } catch (InvocationTargetException e) {
            events.add("failed");
            throw e;
          }
        });
  }
}
