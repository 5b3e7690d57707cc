// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.testkit.log.Canaries;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Databases, drivers and JDBI write values into their messages; ours have none. */
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

    Throwable refused =
        catchThrowable(
            () ->
                store.put(
                    new PutRequest(
                        key,
                        Grants.version(),
                        Optional.empty(),
                        new Envelope(1000, keyId, document.getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        Optional.empty())));

    assertThat(refused)
        .isInstanceOf(ServiceUnavailableException.class)
        .hasMessageContaining("SQLState 23");
    isSilent(refused);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void whatIsTooLongShouldNotBeInTheException(Backend backend) {
    var store = backend.tokenStore();
    String owner = canaries.create("owner").repeat(10);
    GrantKey key = Grants.key();
    LeaseRequest request =
        new LeaseRequest(
            key,
            Optional.empty(),
            Optional.of(Grants.id()),
            owner,
            canaries.create("attempt"),
            Duration.ofSeconds(1),
            Duration.ZERO);

    Throwable refused = catchThrowable(() -> store.lease(request));

    assertThat(refused).isInstanceOf(ServiceUnavailableException.class);
    assertThat(((ServiceUnavailableException) refused).isRetryable()).isFalse();
    isSilent(refused);
    assertThat(store.find(key).done()).isFalse();
  }

  private void isSilent(Throwable failure) {
    canaries.assertNoneIn(failure);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    canaries.assertNoneIn(trace.toString());
  }
}
