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
 * Body of an answer. That of a client error is left with the connection until the session has seen
 * the rest: if the request is sent again, the caller's handler must know nothing of this answer.
 */
sealed interface AnswerBody<T> {

  /** {@return a handler that holds back what may have to be released} */
  static <T> BodyHandler<AnswerBody<T>> handler(BodyHandler<T> caller) {
    return info ->
        info.statusCode() / 100 == 4
            ? BodySubscribers.mapping(
                BodySubscribers.ofPublisher(), bytes -> new Unread<>(info, bytes, caller))
            : Read.handler(caller).apply(info);
  }

  /**
   * Reads it with the caller's handler.
   *
   * @param steps reading it is a step that can be cancelled
   */
  CompletableFuture<T> read(Steps steps);

  /** Frees its connection. */
  CompletableFuture<?> release();

  /** One that the caller's handler was given at once. */
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

  /** One that is still to come. */
  record Unread<T>(ResponseInfo info, Flow.Publisher<List<ByteBuffer>> bytes, BodyHandler<T> caller)
      implements AnswerBody<T> {

    /** For the rest of a body, which is usually here with its head: the connection is kept then. */
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
