// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Filter that counts requests before they are checked, so that an example can show that a request
 * was sent, or was not sent.
 */
final class RequestRecorder extends OncePerRequestFilter implements Ordered {

  private record Kind(String clientId, String grantType) {}

  private final Map<Kind, AtomicInteger> tokenRequests = new ConcurrentHashMap<>();
  private final AtomicInteger apiRequests = new AtomicInteger();
  private final AtomicReference<Optional<String>> connector =
      new AtomicReference<>(Optional.empty());

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    if (path.startsWith("/api/")) {
      apiRequests.incrementAndGet();
    } else if (path.equals("/oauth2/token")) {
      Kind kind = new Kind(clientId(request), parameter(request, "grant_type").orElse(""));
      tokenRequests.computeIfAbsent(kind, unused -> new AtomicInteger()).incrementAndGet();
    } else if (path.equals("/oauth2/authorize") && request.getMethod().equals("GET")) {
      connector.set(parameter(request, "connector")); // a POST here answers the consent page
    }
    chain.doFilter(request, response);
  }

  int tokenRequests(String clientId) {
    return tokenRequests.entrySet().stream()
        .filter(entry -> entry.getKey().clientId().equals(clientId))
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }

  int tokenRequests(String clientId, String grantType) {
    AtomicInteger count = tokenRequests.get(new Kind(clientId, grantType));
    return count == null ? 0 : count.get();
  }

  int apiRequests() {
    return apiRequests.get();
  }

  Optional<String> lastConnector() {
    return connector.get();
  }

  private static String clientId(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.startsWith("Basic "))
        .flatMap(header -> basicUser(header.substring("Basic ".length())))
        .or(() -> parameter(request, "client_id"))
        .orElse("");
  }

  private static Optional<String> basicUser(String credentials) {
    try {
      byte[] decoded = Base64.getDecoder().decode(credentials);
      String user = new String(decoded, StandardCharsets.UTF_8).split(":", 2)[0];
      return Optional.of(URLDecoder.decode(user, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<String> parameter(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name));
  }
}
