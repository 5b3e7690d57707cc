// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.OAuthTransport;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * Contract of every {@link OAuthTransport}, over real sockets on loopback. Make a test class that
 * extends this and says how to make a transport.
 *
 * <p>Whom a transport trusts over TLS is configuration of its own and not here; nor is what it
 * logs. Instances are not thread-safe; JUnit makes one for each test.
 */
public abstract class OAuthTransportContract {

  private Optional<TransportFixture> fixture = Optional.empty();

  /** For subclasses. */
  protected OAuthTransportContract() {}

  /** {@return the transport to be tested, ready for use; called once for each test} */
  protected abstract OAuthTransport createTransport();

  @BeforeEach
  final void createFixture() {
    fixture = Optional.of(new TransportFixture(createTransport()));
  }

  @AfterEach
  final void closeFixture() {
    fixture.ifPresent(TransportFixture::close);
  }

  private TransportFixture fixture() {
    return fixture.orElseThrow();
  }

  @Nested
  final class Sending extends TransportSendingRules {
    Sending() {
      super(OAuthTransportContract.this::fixture);
    }
  }

  @Nested
  final class Answers extends TransportAnswerRules {
    Answers() {
      super(OAuthTransportContract.this::fixture);
    }
  }

  @Nested
  final class Failures extends TransportFailureRules {
    Failures() {
      super(OAuthTransportContract.this::fixture);
    }
  }

  @Nested
  final class Deadlines extends TransportDeadlineRules {
    Deadlines() {
      super(OAuthTransportContract.this::fixture);
    }
  }
}
