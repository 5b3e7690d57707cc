// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Over HTTP, the race is too short to occur each time; here, it is prolonged. */
class OneTokenRequestAtATimeTest {

  private static final int THREADS = 4;

  private final OneTokenRequestAtATime filter = new OneTokenRequestAtATime();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger mostInside = new AtomicInteger();

  @Test
  void filterShouldLetTokenRequestsInOneByOne() throws Exception {
    send("/oauth2/token");

    assertThat(mostInside).hasValue(1);
  }

  @Test
  void filterShouldLetOtherRequestsInTogether() throws Exception {
    send("/api/me");

    assertThat(mostInside).hasValueGreaterThan(1);
  }

  private void send(String path) throws Exception {
    HttpServletRequest request = proxy(HttpServletRequest.class, path);
    HttpServletResponse response = proxy(HttpServletResponse.class, path);
    FilterChain chain = (in, out) -> handle();
    Callable<Void> thousand =
        () -> {
          for (int i = 0; i < 1000; i++) {
            filter.doFilter(request, response, chain);
          }
          return null;
        };
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      var all = executor.invokeAll(Collections.nCopies(THREADS, thousand), 60, TimeUnit.SECONDS);
      for (var one : all) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private void handle() {
    mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
    LockSupport.parkNanos(1); // gives another thread time to enter
    inside.decrementAndGet();
  }

  private static <T> T proxy(Class<T> type, String path) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRequestURI" -> path;
                  case "getDispatcherType" -> DispatcherType.REQUEST;
                  default -> null;
                }));
  }
}
