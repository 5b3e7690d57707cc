// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Client that knows only the addresses of the server: plain HTTP, no OAuth library. */
final class PlainClient {

  static final String VERIFIER = "a-code-verifier-that-is-long-enough-for-rfc-7636";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final DemoAuthorizationServer server;
  private final DemoClient client;

  PlainClient(DemoAuthorizationServer server, DemoClient client) {
    this.server = server;
    this.client = client;
  }

  /** {@return an authorization URL with {@code state=s-1}, PKCE, and these parameters} */
  URI authorizationUrl(String... namesAndValues) {
    Map<String, String> query = new TreeMap<>(Map.of("response_type", "code", "state", "s-1"));
    query.put("client_id", client.clientId());
    query.put("redirect_uri", client.redirectUri().orElseThrow().toString());
    query.put("code_challenge", challenge());
    query.put("code_challenge_method", "S256");
    query.putAll(pairs(namesAndValues));
    query.values().removeIf(String::isEmpty);
    return URI.create(server.authorizationEndpoint() + "?" + encode(query));
  }

  JsonNode exchange(URI callback) {
    return json(token(codeRequest(callback)), 200);
  }

  String[] codeRequest(URI callback) {
    return new String[] {
      "grant_type",
      "authorization_code",
      "code",
      query(callback).get("code"),
      "redirect_uri",
      client.redirectUri().orElseThrow().toString(),
      "code_verifier",
      VERIFIER
    };
  }

  JsonNode refresh(String refreshToken) {
    return json(token("grant_type", "refresh_token", "refresh_token", refreshToken), 200);
  }

  /** Sends a token request with {@code client_secret_basic}. */
  HttpResponse<String> token(String... namesAndValues) {
    return post(server.tokenEndpoint(), namesAndValues);
  }

  HttpResponse<String> post(URI endpoint, String... namesAndValues) {
    String credentials = encode(client.clientId()) + ":" + encode(client.clientSecret());
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return send(
        form(endpoint, namesAndValues)
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes)));
  }

  HttpResponse<String> postWithoutHeader(URI endpoint, String... namesAndValues) {
    return send(form(endpoint, namesAndValues));
  }

  HttpResponse<String> api(String path, String accessToken) {
    return send(api(path).header("Authorization", "Bearer " + accessToken).GET());
  }

  HttpResponse<String> apiWithoutToken(String path) {
    return send(api(path).GET());
  }

  HttpResponse<String> apiPost(String path, String accessToken) {
    return send(
        api(path).header("Authorization", "Bearer " + accessToken).POST(BodyPublishers.noBody()));
  }

  static JsonNode json(HttpResponse<String> response, int expectedStatus) {
    if (response.statusCode() != expectedStatus) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  static Map<String, String> query(URI uri) {
    return Arrays.stream(uri.getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
  }

  private HttpRequest.Builder api(String path) {
    return HttpRequest.newBuilder(URI.create(server.apiBaseUrl() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpRequest.Builder form(URI endpoint, String... namesAndValues) {
    return HttpRequest.newBuilder(endpoint)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(encode(pairs(namesAndValues))));
  }

  private static Map<String, String> pairs(String... namesAndValues) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return pairs;
  }

  private static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
