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
 * Makes codes and refresh tokens good for one use even if they are presented twice at the same
 * time: Spring looks one up and replaces it in two steps, and between them a second request gets
 * through.
 */
final class OneTokenRequestAtATime extends OncePerRequestFilter implements Ordered {

  private final ReentrantLock lock = new ReentrantLock();

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 1; // After RequestRecorder, which has read the whole request.
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
