// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import feign.Feign;
import feign.FeignException;
import feign.RequestLine;
import feign.Retryer;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers of the API, with one thread for each user. Each caller checks that the answer is for its
 * user.
 */
final class Callers {

  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final int BATCH = 25;

  private final OAuthClient client;
  private final Settings settings;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger calls = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  Callers(OAuthClient client, Settings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The protected API. */
  interface Api {
    @RequestLine("GET /api")
    String whoAmI();
  }

  void start() {
    for (String user : settings.names()) {
      Api api = api(user);
      var thread = new Thread(() -> callAgainAndAgain(user, api), user);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  void stop() {
    stopped.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    NodeCommands.say("calls " + calls.get() % BATCH);
  }

  /** Makes one call for each user, and prints the result. */
  void once(String round) {
    for (String user : settings.names()) {
      NodeCommands.say(round + " " + user + " " + call(api(user), user));
    }
  }

  private Api api(String user) {
    return Feign.builder()
        .retryer(Retryer.NEVER_RETRY)
        .addCapability(OAuthFeign.of(client.session(user)))
        .target(Api.class, settings.issuer());
  }

  private void callAgainAndAgain(String user, Api api) {
    while (!stopped.get()) {
      String outcome = call(api, user);
      if (!outcome.equals("ok")) {
        NodeCommands.say("failed " + user + " " + outcome);
      }
      if (calls.incrementAndGet() % BATCH == 0) {
        NodeCommands.say("calls " + BATCH);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static String call(Api api, String user) {
    try {
      return api.whoAmI().contains("\"sub\":\"" + user + "\"") ? "ok" : "WRONG_USER";
    } catch (ReauthorizationRequiredException e) {
      return e.reason().name();
    } catch (ServiceUnavailableException e) {
      return (e.isRetryable() ? Verdict.LATER : "unavailable") + ": " + e.getMessage();
    } catch (OAuthException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    } catch (FeignException e) {
      return "status " + e.status();
    } catch (RuntimeException e) {
      return "defect: " + e;
    }
  }
}
