// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.domain.authorization.Form;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Minimal HTTP client. */
final class Browser {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpResponse<String> post(URI uri, Form form) {
    return send(request(uri).POST(BodyPublishers.ofString(form.encoded())));
  }

  HttpResponse<String> post(URI uri, Form form, String id, String secret) {
    String pair = Form.encode(id) + ":" + Form.encode(secret);
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return send(
        request(uri)
            .header("Authorization", "Basic " + basic)
            .POST(BodyPublishers.ofString(form.encoded())));
  }

  HttpResponse<String> get(URI uri, String bearer) {
    return send(request(uri).header("Authorization", "Bearer " + bearer).GET());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/x-www-form-urlencoded");
  }

  static String member(HttpResponse<String> response, String name) {
    Matcher matcher = Pattern.compile('"' + name + "\":\"?([^\",}]*)").matcher(response.body());
    return matcher.find() ? matcher.group(1) : "";
  }
}
