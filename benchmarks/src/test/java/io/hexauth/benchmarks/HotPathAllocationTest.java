// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.benchmarks.memory.ManyGrants;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Returning a valid token allocates no memory. This test runs in every build, without JMH. */
@Timeout(60)
class HotPathAllocationTest {

  private static final int CALLS = 1_000_000;

  /**
   * Allows for one read of the store, which the default wiring makes every 30 s. If a call
   * allocated, it would allocate at least 8 bytes, and a million calls 8 MB.
   */
  private static final long NEXT_TO_NOTHING = 16_384;

  private static final ApiRequest REQUEST =
      new ApiRequest() {
        @Override
        public String method() {
          return "GET";
        }

        @Override
        public URI uri() {
          return URI.create("https://api.example/orders");
        }
      };

  private static final ApiAnswer SUCCESS =
      new ApiAnswer() {
        @Override
        public int status() {
          return 200;
        }

        @Override
        public Collection<String> headers(String name) {
          return List.of();
        }
      };

  private final OAuthClients clients = Wiring.clients();
  private final OAuthClient client = clients.get(Wiring.REGISTRATION);

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void clientShouldHandOutAValidTokenWithoutAllocation() {
    assertThat(client.token().accessToken().value()).isEqualTo(Wiring.TOKEN);
    assertThat(allocated(client::token)).isLessThan(NEXT_TO_NOTHING);
  }

  @Test
  void keptSessionShouldHandOutAValidTokenWithoutAllocation() {
    OAuthSession session = client.session();
    assertThat(session.token().accessToken().value()).isEqualTo(Wiring.TOKEN);
    assertThat(allocated(session::token)).isLessThan(NEXT_TO_NOTHING);
  }

  @Test
  void authorizationHeaderShouldNotBeAllocatedAgain() {
    OAuthSession session = client.session();
    session.token();
    assertThat(allocated(() -> session.token().authorization())).isLessThan(NEXT_TO_NOTHING);
  }

  @Test
  void callThatAnApiAnswersWithSuccessShouldBeAuthorizedAndRecoveredWithoutAllocation() {
    OAuthSession session = client.session();
    session.token();
    assertThat(allocated(() -> session.recover(REQUEST, session.authorize(REQUEST), SUCCESS)))
        .isLessThan(NEXT_TO_NOTHING);
  }

  /** The principals are created before, because a new principal is an allocation of the caller. */
  @Test
  void clientShouldHandOutAValidTokenByPrincipalWithoutAllocation() {
    try (var many = ManyGrants.of(100, 36, 36).fill()) {
      OAuthClient byPrincipal = many.client();
      Principal[] users =
          IntStream.range(0, 100).mapToObj(ManyGrants::user).toArray(Principal[]::new);
      int[] calls = {0};
      assertThat(allocated(() -> byPrincipal.tokenFor(users[calls[0]++ % users.length])))
          .isLessThan(NEXT_TO_NOTHING);
    }
  }

  /** Shows that the measurement detects the smallest object, and a call that does allocate. */
  @Test
  void measurementShouldSeeOneObjectForEachCall() {
    assertThat(allocated(Object::new)).isGreaterThanOrEqualTo(8L * CALLS);
    client.token();
    assertThat(allocated(client.session()::current)).isGreaterThanOrEqualTo(8L * CALLS);
  }

  private static long allocated(Supplier<?> call) {
    return AllocatedBytes.of(CALLS, call);
  }
}
