// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address needs no name server; anything else is looked up by another thread. */
class HostLookupTest {

  private static final Executor NO_THREAD =
      task -> {
        throw new RejectedExecutionException();
      };

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.255.255", "10.20.30.40", "0.0.0.0", "199.249.9.99"})
  void addressShouldNeedNoOtherThread(String address) throws Exception {
    var lookup = new HostLookup(InetAddress::getAllByName, NO_THREAD);
    try (Deadline deadline = deadline()) {
      assertThat(lookup.lookup(address, deadline))
          .extracting(InetAddress::getHostAddress)
          .containsExactly(address);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "login.example",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.300",
        "1.2.3.4.5",
        "1.2.3.4.example",
        "1.2.3.4.",
        "1..2.3",
        "12345"
      })
  void nameShouldBeLookedUpByAnotherThread(String name) {
    var lookup = new HostLookup(TransportFixture.loopback(), NO_THREAD);
    try (Deadline deadline = deadline()) {
      assertThatThrownBy(() -> lookup.lookup(name, deadline))
          .isInstanceOf(ExchangeFailure.class)
          .hasMessageContaining("no thread is available");
    }
  }

  private static Deadline deadline() {
    return new Deadline(Duration.ofSeconds(30), new Threads().watchdog());
  }
}
