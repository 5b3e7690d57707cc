// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import feign.Client;
import feign.Request;
import feign.Response;
import io.hexauth.http.feign.OAuthFeign;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Host header of the caller: several Feign clients send it unchanged, and a proxy could then
 * route the token to that host.
 */
class HostHeaderTest {

  private static final String API = "https://api.example";

  private final FakeSession session =
      new FakeSession(
          FakeSession.local()
              .resourceOrigins(API, "https://api.example:8443", "http://[::1]:8080")
              .build());
  private final AtomicInteger sent = new AtomicInteger();

  @ParameterizedTest(name = "[{0}] to {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "evil.example         | https://api.example",
        "evil.example:443     | https://api.example",
        "api.example.evil.example | https://api.example",
        "api.example:8443     | https://api.example",
        "api.example:80       | https://api.example",
        "api.example          | https://api.example:8443",
        "api.example:443      | https://api.example:8443",
        "api.example:08443    | https://api.example:8443",
        "api.example.         | https://api.example",
        "user@api.example     | https://api.example",
        "api.example@evil.example | https://api.example",
        "api.example:443@evil.example | https://api.example",
        "api.example/evil     | https://api.example",
        "api.example?evil     | https://api.example",
        "'api.example,evil.example' | https://api.example",
        "'api.example evil.example' | https://api.example",
        "' api.example'       | https://api.example",
        "'api.example '       | https://api.example",
        "'api.example\t'      | https://api.example",
        "https://api.example  | https://api.example",
        "''                   | https://api.example",
        "[::1]                | http://[::1]:8080",
        "::1:8080             | http://[::1]:8080",
        "[0:0:0:0:0:0:0:1]:8080 | http://[::1]:8080",
      })
  void hostOfAnotherOriginShouldBeRefusedUnsent(String host, String origin) {
    assertRefused(origin, Map.of("Host", List.of(host)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "host", "HOST", "hOsT", " Host", "Host ", "Host\t", ":authority"})
  void spellingOfTheNameShouldMakeNoDifference(String name) {
    assertRefused(API, Map.of(name, List.of("evil.example")));
  }

  static List<List<String>> several() {
    return List.of(
        List.of("api.example", "evil.example"),
        List.of("evil.example", "api.example"),
        List.of("evil.example", "evil.example"),
        List.of("api.example", "api.example"),
        List.of());
  }

  /**
   * RFC 9112 §3.2: a request has one Host header, and servers differ in which of several they use.
   */
  @ParameterizedTest
  @MethodSource("several")
  void anythingButOneHostShouldBeRefusedUnsent(List<String> hosts) {
    assertRefused(API, Map.of("Host", hosts));
  }

  @Test
  void oneHostInTwoSpellingsShouldBeRefusedUnsent() {
    assertRefused(API, Map.of("Host", List.of("api.example"), "host", List.of("evil.example")));
  }

  @Test
  void hostWithoutAValueShouldBeRefusedUnsent() {
    assertRefused(API, Map.of("Host", Arrays.asList((String) null)));
  }

  @ParameterizedTest(name = "[{0}] to {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "api.example      | https://api.example",
        "API.example      | https://api.example",
        "api.example:443  | https://api.example",
        "api.example      | https://api.example:443",
        "api.example      | HTTPS://API.example",
        "api.example:8443 | https://api.example:8443",
        "[::1]:8080       | http://[::1]:8080",
      })
  void hostOfTheOriginShouldBeSent(String host, String origin) throws IOException {
    for (String name : List.of("Host", "host")) {
      execute(origin, Map.of(name, List.of(host))).close();
    }
    assertThat(sent).hasValue(2);
  }

  private void assertRefused(String origin, Map<String, Collection<String>> headers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> execute(origin, headers))
        .withMessageContaining("'billing'")
        .withMessageContaining("Host")
        .withMessageNotContaining("evil");
    assertThat(sent).hasValue(0);
    assertThat(session.asked).as("tokens asked for").hasValue(0);
  }

  private Response execute(String origin, Map<String, Collection<String>> headers)
      throws IOException {
    Client recording =
        (request, options) -> {
          sent.incrementAndGet();
          return Response.builder().status(200).request(request).build();
        };
    Client client = OAuthFeign.of(session).enrich(recording);
    return client.execute(
        Request.create(Request.HttpMethod.GET, origin + "/invoices", headers, null, null, null),
        new Request.Options());
  }
}
