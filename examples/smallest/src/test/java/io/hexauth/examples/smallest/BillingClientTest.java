// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.smallest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BillingClientTest {

  @Test
  void theSmallestWiringShouldCallTheApiWithOneTokenForAllCalls() {
    try (var server =
        FakeAuthorizationServer.builder().client("billing-service", "s3cret").start()) {
      String issuer = server.issuer().toString();
      Billing billing = BillingClient.billing(issuer, "s3cret", issuer);

      assertThat(billing.invoices()).contains("\"scope\":\"read\"");
      assertThat(billing.invoices()).contains("\"scope\":\"read\"");
      assertThat(server.ledger().tokenRequests("client_credentials")).isEqualTo(1);
    }
  }

  @Test
  void theWiringShouldHaveAtMostTwelveLines() throws IOException {
    Path source = Path.of("src/main/java/io/hexauth/examples/smallest/BillingClient.java");

    assertThat(block(source, "// tag::smallest[]", "// end::smallest[]"))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(12);
  }

  @Test
  void theWiringShouldNeedTwoDependencies() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String main =
        pom.replaceAll(
            "(?s)<dependency>(?:(?!</dependency>).)*<scope>test</scope>.*?</dependency>", "");

    assertThat(main.split("<dependency>", -1)).hasSize(1 + 2);
  }

  private static List<String> block(Path file, String start, String end) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .dropWhile(line -> !line.equals(start))
          .skip(1)
          .takeWhile(line -> !line.equals(end))
          .toList();
    }
  }
}
