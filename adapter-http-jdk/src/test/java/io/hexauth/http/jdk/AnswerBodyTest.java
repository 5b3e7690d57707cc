// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnswerBodyTest {

  private record Rejected() implements ResponseInfo {

    @Override
    public int statusCode() {
      return 401;
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }

  /** Otherwise, a server that never ends its answer would block a connection for each call. */
  @Test
  void bodyThatDoesNotEndShouldBeCancelledWhenItIsReleased() throws Exception {
    try (var bytes = new SubmissionPublisher<List<ByteBuffer>>()) {
      var body = new AnswerBody.Unread<>(new Rejected(), bytes, BodyHandlers.ofString());
      body.release().get(10, TimeUnit.SECONDS);
      await().untilAsserted(() -> assertThat(bytes.hasSubscribers()).isFalse());
    }
  }
}
