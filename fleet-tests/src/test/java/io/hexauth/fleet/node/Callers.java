// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.token.OAuthToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Threads of the application that call for tokens. Results contain hashes of tokens, never the
 * tokens.
 */
final class Callers {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "caller");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Thread> calling = ConcurrentHashMap.newKeySet();

  /**
   * {@return the results of this number of calls that start together: the number of calls by
   * result}
   */
  String call(int count, Supplier<OAuthToken> call) throws InterruptedException {
    return calls(count, () -> "token:" + hash(call.get().accessToken().value()));
  }

  /**
   * Works like {@link #call}, but each call uses the token, and returns the subject that the API
   * reports.
   */
  String use(int count, Supplier<OAuthToken> call, Api api) throws InterruptedException {
    return calls(
        count,
        () -> {
          OAuthToken token = call.get();
          return "token:" + hash(token.accessToken().value()) + ":" + api.whoIs(token);
        });
  }

  private String calls(int count, Supplier<String> call) throws InterruptedException {
    var outcomes = new TreeMap<String, Integer>();
    var start = new CyclicBarrier(count);
    var end = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      threads.execute(
          () -> {
            String outcome = outcome(start, call);
            synchronized (outcomes) {
              outcomes.merge(outcome, 1, Integer::sum);
            }
            end.countDown();
          });
    }
    end.await();
    return text(outcomes);
  }

  private String outcome(CyclicBarrier start, Supplier<String> call) {
    Thread me = Thread.currentThread();
    try {
      start.await();
      calling.add(me);
      return call.get();
    } catch (OAuthException e) {
      return failure(e);
    } catch (InterruptedException | BrokenBarrierException | RuntimeException e) {
      return "defect:" + e.getClass().getSimpleName() + ":" + e.getMessage();
    } finally {
      calling.remove(me);
      // Clears the interrupt, which must not affect the next call of this thread.
      boolean unused = Thread.interrupted();
    }
  }

  private static String text(Map<String, Integer> outcomes) {
    return outcomes.entrySet().stream()
        .map(e -> e.getKey().replace(' ', '_') + "=" + e.getValue())
        .collect(Collectors.joining(" "));
  }

  static String failure(OAuthException e) {
    String detail = "";
    if (e instanceof ServiceUnavailableException unavailable) {
      detail = unavailable.service() + (unavailable.isRetryable() ? ":retryable" : ":final");
    } else if (e instanceof ReauthorizationRequiredException needed) {
      detail = needed.reason().name();
    } else if (e instanceof TokenRequestRejectedException rejected) {
      detail = rejected.error().code().value();
    }
    return "failed:" + e.getClass().getSimpleName().replace("Exception", "") + ":" + detail;
  }

  /** Interrupts all threads that wait for a token. */
  void interrupt() {
    calling.forEach(Thread::interrupt);
  }

  int calling() {
    return calling.size();
  }

  /** {@return a hash that distinguishes tokens and cannot be used as a token} */
  static String hash(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
