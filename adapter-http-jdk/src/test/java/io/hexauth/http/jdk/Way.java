// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A way to send a request. */
enum Way {
  WAITING {
    @Override
    <T> HttpResponse<T> send(HttpClient http, HttpRequest request, BodyHandler<T> handler)
        throws IOException {
      try {
        return http.send(request, handler);
      } catch (InterruptedException e) {
        throw new AssertionError("Interrupted", e);
      }
    }
  },
  ASYNCHRONOUS {
    @Override
    <T> HttpResponse<T> send(HttpClient http, HttpRequest request, BodyHandler<T> handler)
        throws IOException {
      try {
        return http.sendAsync(request, handler).get(20, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new AssertionError(e.getCause());
      } catch (InterruptedException | TimeoutException e) {
        throw new AssertionError("No answer", e);
      }
    }
  };

  abstract <T> HttpResponse<T> send(HttpClient http, HttpRequest request, BodyHandler<T> handler)
      throws IOException;
}
