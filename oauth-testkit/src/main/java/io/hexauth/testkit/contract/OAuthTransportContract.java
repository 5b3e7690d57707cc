// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.OAuthTransport;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * Contract test for an {@link OAuthTransport}, with real sockets on loopback. Extend this class in
 * a test, and implement the methods that create a transport.
 *
 * <p>The contract does not test the log of a transport. Instances are not safe for use by multiple
 * threads; JUnit creates one for each test.
 */
public abstract class OAuthTransportContract {

  private Optional<TransportFixture> fixture = Optional.empty();

  /** Creates the contract, for subclasses. */
  protected OAuthTransportContract() {}

  /**
   * {@return the transport to be tested} It must be ready for use. The contract calls this method
   * once before each test.
   */
  protected abstract OAuthTransport createTransport();

  /**
   * {@return the transport to test, which trusts servers by this manager alone; called once for
   * each test with TLS}
   */
  protected abstract OAuthTransport createTransport(X509TrustManager trust);

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
  final class Reaches extends TransportReachRules {
    Reaches() {
      super(OAuthTransportContract.this::fixture);
    }
  }

  @Nested
  final class Identities extends TransportIdentityRules {
    Identities() {
      super(OAuthTransportContract.this::createTransport);
    }
  }

  @Nested
  final class Deadlines extends TransportDeadlineRules {
    Deadlines() {
      super(OAuthTransportContract.this::fixture);
    }
  }
}
