// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.testkit.log.Canaries;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Databases, drivers and JDBI write values into their messages; the exceptions of the stores
 * contain none.
 */
class FailureTextTest {

  private final Canaries canaries = new Canaries();

  static Stream<Backend> backends() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatTheDatabaseRefusesShouldNotBeInTheException(Backend backend) {
    var store = backend.tokenStore();
    store.find(Grants.key());
    backend.execute(
        "ALTER TABLE "
            + backend.quoted(Backend.GRANTS)
            + " ADD CONSTRAINT few_formats CHECK (fmt < 1000)");
    String document = canaries.create("document");
    String keyId = canaries.create("key_id");
    GrantKey key = Grants.key();
    canaries.add("key", key.value());

    StoredGrant grant =
        StoredGrant.of(
            Grants.revision(),
            Grants.with(Map.of("fmt", "1000", "key_id", keyId)).fields(),
            Optional.of(document.getBytes(StandardCharsets.UTF_8)));

    Throwable refused = catchThrowable(() -> Grants.create(store, key, grant));

    assertThat(refused)
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("SQLState 23");
    isSilent(refused);
  }

  /**
   * Core writes no such value. If a defect made it write one, the message must not contain the
   * value.
   */
  @ParameterizedTest
  @CsvSource({
    "gen, text",
    "gen, 01",
    "gen, +1",
    "gen, -0",
    "gen, 00",
    "gen, -01",
    "gen, ١٢",
    "gen, 1٢",
    "gen, 1.0",
    "gen, 9223372036854775808",
    "gen, ''",
    "layout, 2147483648",
    "attempt, -2147483649",
    "fmt, text",
    "purge_at, text",
    "access_exp, 1e3",
    "grant_id, 33",
    "grant_id, ключ",
    "state, FROZEN_SOLID_STATE",
    "err_code, 101",
    "created_at, ''"
  })
  void valuesThatTheirColumnCannotHoldShouldBeRefusedAndNotBeInTheException(
      String field, String value) {
    var store = Backend.h2().tokenStore();
    GrantKey key = Grants.key();
    String text = value.matches("33|101") ? "x".repeat(Integer.parseInt(value)) : value;
    StoredGrant grant = Grants.with(Map.of(field, text));

    Throwable refused = catchThrowable(() -> Grants.create(store, key, grant));

    assertThat(refused)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The column " + field + " cannot hold this value")
        .hasNoCause();
    assertThat(store.find(key).grant()).isEmpty();
  }

  private void isSilent(Throwable failure) {
    canaries.assertNoneIn(failure);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    canaries.assertNoneIn(trace.toString());
  }
}
