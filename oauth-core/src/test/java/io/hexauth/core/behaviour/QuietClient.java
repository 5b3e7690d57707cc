// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** An application's client that logs no headers, as the JDK's {@code HttpURLConnection} does. */
final class QuietClient implements Client {

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    var body =
        request.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(request.body());
    HttpRequest.Builder copy =
        HttpRequest.newBuilder(URI.create(request.url())).method(request.httpMethod().name(), body);
    request.headers().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("Content-Length"))
        .forEach(h -> h.getValue().forEach(value -> copy.header(h.getKey(), value)));
    try {
      HttpResponse<byte[]> answer = http.send(copy.build(), BodyHandlers.ofByteArray());
      Map<String, Collection<String>> headers =
          answer.headers().map().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      return Response.builder()
          .request(request)
          .status(answer.statusCode())
          .headers(headers)
          .body(answer.body())
          .build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
