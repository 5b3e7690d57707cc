// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each library in the comparison really returns its token, and from memory. */
@Timeout(60)
class PeersTest {

  @Test
  void googleShouldPutItsTokenOnTheRequest() throws IOException {
    assertThat(new GooglePeer().authorization(new GooglePeer.Call()))
        .isEqualTo("Bearer " + Tokens.VALUE);
  }

  @Test
  void apimaticShouldPutItsTokenOnTheRequest() {
    assertThat(new ApimaticPeer().authorization(new ApimaticPeer.Call()))
        .isEqualTo("Bearer " + Tokens.VALUE);
  }

  @Test
  void springShouldKeepItsToken() {
    var spring = new SpringPeer();
    var token = Objects.requireNonNull(spring.authorize()).getAccessToken();
    assertThat(token.getTokenValue()).isEqualTo(Tokens.VALUE);
    assertThat(Objects.requireNonNull(spring.authorize()).getAccessToken()).isSameAs(token);
  }

  @Test
  void msalShouldAnswerFromItsCache() {
    var msal = new MsalPeer();
    assertThat(msal.acquireToken().accessToken()).isEqualTo(Tokens.VALUE);
    assertThat(msal.acquireToken().accessToken()).isEqualTo(Tokens.VALUE);
    assertThat(msal.requests()).isEqualTo(1);
  }
}
