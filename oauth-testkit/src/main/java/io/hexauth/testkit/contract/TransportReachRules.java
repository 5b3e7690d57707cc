// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.net.URI;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules for requests that may go to public addresses only. Tests have only loopback addresses,
 * which must be refused.
 */
abstract class TransportReachRules extends TransportRules {

  TransportReachRules(Supplier<TransportFixture> fixture) {
    super(fixture);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1.2.3",
        "localhost",
        "LocalHost",
        "0.0.0.0",
        "2130706433",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]"
      })
  final void aRequestForPublicAddressesShouldNotReachThisMachine(String host) {
    var uri = URI.create("http://" + host + ":" + given().server().port() + "/token");

    TransportResult result = given().send(given().post(uri).reach(Reach.PUBLIC).build());

    assertThat(TransportFixture.notSent(result)).isEqualTo(Failure.NOT_PUBLIC);
    given().sawRequests(0);
  }
}
