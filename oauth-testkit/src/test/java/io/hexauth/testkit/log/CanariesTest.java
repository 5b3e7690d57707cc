// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanariesTest {

  private final Canaries canaries = new Canaries();
  private final String plain = canaries.create("token");

  @Test
  void findInShouldFindAValueAsItIs() {
    assertThat(canaries.findIn("sent " + plain + " to")).containsExactly("token");
    assertThat(canaries.findIn("sent nothing")).isEmpty();
    assertThat(new Canaries().create("token")).isNotEqualTo(plain);
  }

  @Test
  void findInShouldFindPiecesAtEitherEnd() {
    assertThat(canaries.findIn(plain.substring(0, 20) + "...")).containsExactly("token");
    assertThat(canaries.findIn("..." + plain.substring(plain.length() - 20)))
        .containsExactly("token");
  }

  @Test
  void findInShouldFindEncodedForms() {
    String value = "p%+&é: x/\"y";
    canaries.add("secret", value);
    String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    assertThat(canaries.findIn("a=" + form)).containsExactly("secret");
    assertThat(canaries.findIn("a=" + form.replace("+", "%20"))).containsExactly("secret");
    assertThat(canaries.findIn(HexFormat.of().formatHex(bytes))).containsExactly("secret");
    assertThat(canaries.findIn("{\"a\":\"p%+&é: x\\/\\\"y\"}")).containsExactly("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "abc", "client:", "another-client:"})
  void findInShouldFindBase64OfWhateverStandsBefore(String before) {
    for (String after : new String[] {"", "x", "xy", "xyz"}) {
      byte[] bytes = (before + plain + after).getBytes(StandardCharsets.UTF_8);
      assertThat(canaries.findIn("Basic " + Base64.getEncoder().encodeToString(bytes)))
          .containsExactly("token");
      assertThat(canaries.findIn(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
          .containsExactly("token");
    }
  }

  @Test
  void findInShouldLookIntoCausesAndSuppressedOnes() {
    var cause = new IOException("body " + plain);
    assertThat(canaries.findIn(new IllegalStateException(cause))).containsExactly("token");
    var outer = new IllegalStateException("harmless", new IOException("harmless"));
    assertThat(canaries.findIn(outer)).isEmpty();
    outer.addSuppressed(new RuntimeException("x", new IOException(plain)));
    assertThat(canaries.findIn(outer)).containsExactly("token");
  }

  /**
   * Exception like those of HTTP clients: its message is harmless, but its object contains a
   * secret.
   */
  public static final class Carrier extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient byte[] body;

    Carrier(String body) {
      super("harmless");
      this.body = body.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] body() {
      return body;
    }
  }

  @Test
  void findInShouldAskWhatAThrowableCarries() {
    assertThat(canaries.findIn(new IOException(new Carrier(plain)))).containsExactly("token");
  }

  /** A printed stack trace contains suppressed exceptions, but not the objects in them. */
  @Test
  void findInShouldAskWhatSuppressedOnesAndTheirCausesCarry() {
    var carrier = new Carrier(plain);
    for (Throwable carrying : List.of(carrier, new IOException(carrier), suppressing(carrier))) {
      assertThat(canaries.findIn(suppressing(carrying))).containsExactly("token");
      assertThat(canaries.findIn(new IOException(suppressing(carrying)))).containsExactly("token");
    }
  }

  private static Throwable suppressing(Throwable suppressed) {
    var outer = new IllegalStateException("harmless");
    outer.addSuppressed(suppressed);
    return outer;
  }

  @Test
  void assertNoneInShouldNameTheCanaryAndNotShowIt() {
    assertThatThrownBy(() -> canaries.assertNoneIn("x" + plain))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("token")
        .message()
        .doesNotContain(plain);
    assertThatThrownBy(() -> canaries.assertNoneIn(new IOException(plain)))
        .isInstanceOf(AssertionError.class);
    canaries.assertNoneIn("nothing");
    assertThat(canaries.toString()).isEqualTo("Canaries[token]");
  }

  @Test
  void addShouldTakeEightCharacters() {
    canaries.add("eight", "12345678");
    assertThat(canaries.findIn("<12345678>")).containsExactly("eight");
    assertThat(canaries.findIn("<1234567>")).isEmpty();
    assertThat(canaries.names()).containsExactly("eight", "token");
  }

  @Test
  void findInShouldFindSixteenCharactersAtEitherEndAndNoFewer() {
    assertThat(canaries.findIn(plain.substring(0, 16))).containsExactly("token");
    assertThat(canaries.findIn(plain.substring(0, 15))).isEmpty();
    assertThat(canaries.findIn(plain.substring(plain.length() - 16))).containsExactly("token");
    assertThat(canaries.findIn(plain.substring(plain.length() - 15))).isEmpty();
  }

  @Test
  void findInShouldEndWhenCausesAreACircle() {
    var outer = new IllegalStateException("harmless");
    var inner = new IOException(plain, outer);
    outer.initCause(inner);
    outer.addSuppressed(inner);
    assertThat(canaries.findIn(outer)).containsExactly("token");
  }

  @Test
  void addShouldRefuseWhatWouldBeFoundByAccident() {
    assertThatIllegalArgumentException().isThrownBy(() -> canaries.add("pin", "1234567"));
  }
}
