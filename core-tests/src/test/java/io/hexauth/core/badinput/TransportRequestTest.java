// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TlsIdentity;
import io.hexauth.ports.spi.TransportRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a transport cannot send unchanged cannot be created. */
class TransportRequestTest {

  private static final URI TOKEN = URI.create("https://as.example/token?key=canary-query");

  private static TransportRequest.Builder post() {
    return TransportRequest.post("acme", TOKEN);
  }

  private static final TlsIdentity IDENTITY =
      new TlsIdentity() {
        @Override
        public PrivateKey key() {
          throw new UnsupportedOperationException();
        }

        @Override
        public List<X509Certificate> chain() {
          throw new UnsupportedOperationException();
        }
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept-Encoding",
        "Connection",
        "Content-Length",
        "Content-Type",
        "Cookie",
        "Expect",
        "Host",
        "Keep-Alive",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade"
      })
  void headerShouldBeRefusedWhenItIsTheTransports(String name) {
    for (String written : List.of(name, upper(name), upper(name).toLowerCase(Locale.ROOT))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> post().header(written, "canary-value"))
          .withMessageContaining(written)
          .withMessageNotContaining("canary-value");
    }
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "A B", "A:", ":A", "A\r\nB", "A\n", "\tA", "A\0", "Ä", "A\u007f", "A(B)", "\"A\""
      })
  void headerShouldBeRefusedWhenItsNameIsNoToken(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> post().header(name, "value"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nX: y", "a\nb", "a\r", "\n", "é", "a\0", "\t", "\u007f", "a\u001f", "\u2028"})
  void headerAndContentTypeShouldBeRefusedWhenTheyCouldEndTheLine(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> post().header("Authorization", "canary" + value))
        .withMessageContaining("Authorization")
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException().isThrownBy(() -> post().body(value, new byte[0]));
  }

  @Test
  void bodyShouldBeRefusedWhenTheRequestIsAGet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportRequest.get("acme", TOKEN).body("text/plain", new byte[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:canary@127.0.0.1/token",
        "ftp://127.0.0.1/token",
        "file:///etc/passwd",
        "jar:file:/x!/y",
        "/token",
        "https:token",
        "http://127.1/token"
      })
  void uriShouldBeRefusedUnlessItIsHttpToAHostWithoutUserInformation(URI uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransportRequest.get("acme", uri))
        .withMessageNotContaining("canary");
    assertThatIllegalArgumentException().isThrownBy(() -> TransportRequest.post("acme", uri));
  }

  @Test
  void boundShouldBeRefusedUnlessItIsPositive() {
    for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> post().deadline(bad));
    }
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> post().mostBytes(bad));
    }
    assertThat(post().deadline(Duration.ofNanos(1)).mostBytes(1).build().mostBytes()).isEqualTo(1);
  }

  @Test
  void headerShouldTakeThePlaceOfTheOneWithItsNameInAnyCase() {
    TransportRequest request = post().header("DPoP", "one").header("dpop", "two").build();

    assertThat(request.headers()).hasSize(1).containsEntry("DPOP", "two");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> request.headers().put("X", "y"));
  }

  @Test
  void requestShouldKeepItsHeadersWhenItsBuilderGoesOn() {
    TransportRequest.Builder builder = post().header("A", "1");
    TransportRequest request = builder.build();
    builder.header("B", "2");

    assertThat(request.headers()).containsOnlyKeys("A");
  }

  static Stream<UnaryOperator<TransportRequest.Builder>> changes() {
    return Stream.of(
        b -> b.header("X", "y"),
        b -> b.body("text/plain", new byte[0]),
        b -> b.deadline(Duration.ofSeconds(7)),
        b -> b.mayLeave(() -> false),
        b -> b.mostBytes(7),
        b -> b.identity(IDENTITY),
        b -> b.reach(Reach.PUBLIC));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void requestShouldDifferByEachPartAndACopyByNone(UnaryOperator<TransportRequest.Builder> change) {
    TransportRequest plain = post().build();
    TransportRequest changed = change.apply(plain.toBuilder()).build();

    assertThat(changed).isNotEqualTo(plain).isEqualTo(changed.toBuilder().build());
    assertThat(changed).hasSameHashCodeAs(changed.toBuilder().build());
    assertThat(plain).isEqualTo(post().build()).isNotEqualTo(TransportRequest.get("acme", TOKEN));
    assertThat(plain).isNotEqualTo(TransportRequest.post("other", TOKEN).build());
  }

  @Test
  void requestShouldHaveBoundsWhenNoneIsSet() {
    TransportRequest request = TransportRequest.get("discovery", TOKEN).build();

    assertThat(request.deadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(request.mostBytes()).isEqualTo(1024 * 1024);
    assertThat(request.mayLeave()).isTrue();
    assertThat(request.identity()).isEmpty();
    assertThat(request.body()).isEmpty();
    assertThat(request.reach()).isEqualTo(Reach.ANYWHERE);
  }

  @Test
  void textShouldShowPurposeAndEndpointAndNeitherQueryNorHeadersNorBody() {
    TransportRequest request =
        post()
            .header("Authorization", "canary-header")
            .body("text/canary", "canary-body".getBytes(StandardCharsets.US_ASCII))
            .identity(IDENTITY)
            .build();

    assertThat(request).hasToString("TransportRequest[acme, POST https://as.example/token]");
    assertThat(request.body().orElseThrow()).hasToString("Body[11 bytes]");
  }
}
