// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.token.OAuthToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Client of the protected API. */
final class Api {

  private static final Pattern SUBJECT = Pattern.compile("\"sub\":\"([^\"]*)\"");

  private final URI uri = URI.create(System.getProperty("fleet.api"));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * {@return the subject that the API reports for the bearer token, or the status with which it
   * refuses}
   */
  String whoIs(OAuthToken token) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", token.authorization())
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      Matcher subject = SUBJECT.matcher(response.body());
      return subject.find() ? subject.group(1) : Integer.toString(response.statusCode());
    } catch (IOException e) {
      return "unreachable";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
