// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Filter that processes one token request at a time, so that each code and refresh token is
 * accepted only once. Spring looks up a token and replaces it in two steps, and would accept a
 * second request between them.
 */
final class OneTokenRequestAtATime extends OncePerRequestFilter implements Ordered {

  private final ReentrantLock lock = new ReentrantLock();

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 1; // after RequestRecorder, which has read the whole request
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().equals("/oauth2/token");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    lock.lock();
    try {
      chain.doFilter(request, response);
    } finally {
      lock.unlock();
    }
  }
}
