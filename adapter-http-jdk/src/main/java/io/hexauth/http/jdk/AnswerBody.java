// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Body of an API's answer. The body of a client error (4xx) is read only after the session has
 * examined status and headers: if the request is sent again, the caller's handler must not receive
 * anything of the first answer.
 */
sealed interface AnswerBody<T> {

  /** {@return a handler that does not yet read the body of an answer that may be discarded} */
  static <T> BodyHandler<AnswerBody<T>> handler(BodyHandler<T> caller) {
    return info ->
        info.statusCode() / 100 == 4
            ? BodySubscribers.mapping(
                BodySubscribers.ofPublisher(), bytes -> new Unread<>(info, bytes, caller))
            : Read.handler(caller).apply(info);
  }

  /**
   * Reads the body with the caller's handler.
   *
   * @param steps the steps of the request; reading the body becomes a step, which can be cancelled
   */
  CompletableFuture<T> read(Steps steps);

  /** Discards the body and frees its connection. */
  CompletableFuture<?> release();

  /** Body that the caller's handler has read. */
  record Read<T>(T body) implements AnswerBody<T> {

    static <T> BodyHandler<AnswerBody<T>> handler(BodyHandler<T> caller) {
      return info -> BodySubscribers.mapping(caller.apply(info), Read::new);
    }

    @Override
    public CompletableFuture<T> read(Steps steps) {
      return CompletableFuture.completedFuture(body);
    }

    @Override
    public CompletableFuture<?> release() {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Body that is not read yet. */
  record Unread<T>(ResponseInfo info, Flow.Publisher<List<ByteBuffer>> bytes, BodyHandler<T> caller)
      implements AnswerBody<T> {

    /**
     * Longest wait for the rest of a discarded body. Usually the rest has already arrived, and the
     * connection can be used again.
     */
    private static final long PATIENCE_MILLIS = 100;

    @Override
    public CompletableFuture<T> read(Steps steps) {
      try {
        var relay = new BodyRelay<>(caller.apply(info));
        bytes.subscribe(relay);
        return steps.step(relay.body(), relay::cancel);
      } catch (RuntimeException e) {
        return release().thenCompose(released -> CompletableFuture.failedFuture(e));
      }
    }

    @Override
    public CompletableFuture<?> release() {
      var relay = new BodyRelay<>(BodySubscribers.discarding());
      bytes.subscribe(relay);
      return relay
          .body()
          .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          .handle(
              (read, failure) -> {
                relay.cancel();
                return true;
              });
    }
  }
}
