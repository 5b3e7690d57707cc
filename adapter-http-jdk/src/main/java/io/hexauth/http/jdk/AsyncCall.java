// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.Recovery;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One asynchronous request: no thread waits for its answer. */
final class AsyncCall<T> {

  private final HttpClient http;
  private final AuthorizedRequest call;
  private final BodyHandler<T> handler;
  private final @Nullable PushPromiseHandler<T> pushes;
  private final Steps steps = new Steps();

  AsyncCall(
      HttpClient http,
      AuthorizedRequest call,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushes) {
    this.http = http;
    this.call = call;
    this.handler = handler;
    this.pushes = pushes;
  }

  CompletableFuture<HttpResponse<T>> start() {
    CompletableFuture<HttpResponse<T>> result = steps.future();
    CompletableFuture<?> unused =
        steps
            .step(call.session().authorizeAsync(call))
            .thenCompose(this::send)
            .whenComplete((response, failure) -> end(result, response, failure));
    return result;
  }

  private static <R> void end(
      CompletableFuture<R> result, R response, @Nullable Throwable failure) {
    if (failure == null) {
      result.complete(response);
    } else {
      Throwable cause = failure.getCause();
      result.completeExceptionally(
          failure instanceof CompletionException && cause != null ? cause : failure);
    }
  }

  private CompletableFuture<HttpResponse<T>> send(ApiAuthorization with) {
    return steps
        .step(http.sendAsync(call.with(with), AnswerBody.handler(handler), pushes()))
        .thenCompose(
            response ->
                recovery(with, response)
                    .exceptionallyCompose(failure -> failed(response.body(), failure))
                    .thenCompose(recovery -> next(response, recovery)));
  }

  /**
   * Returns a failed future instead of throwing: an exception here would leave the connection of
   * the answer open.
   */
  private CompletableFuture<Recovery> recovery(ApiAuthorization with, HttpResponse<?> response) {
    try {
      return steps.step(
          call.session().recoverAsync(call, with, new AuthorizedRequest.Answer(response)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<HttpResponse<T>> next(
      HttpResponse<AnswerBody<T>> response, Recovery recovery) {
    AnswerBody<T> body = response.body();
    if (recovery.refusal().isPresent()) {
      return failed(body, recovery.refusal().get());
    }
    Optional<ApiAuthorization> again = call.again(recovery);
    return again.isPresent()
        ? body.release().thenCompose(released -> send(again.get()))
        : body.read(steps)
            .thenApply(read -> new AuthorizedResponse<>(call.original(), response, read));
  }

  private static <U> CompletableFuture<U> failed(AnswerBody<?> body, Throwable failure) {
    return body.release().thenCompose(released -> CompletableFuture.failedFuture(failure));
  }

  private @Nullable PushPromiseHandler<AnswerBody<T>> pushes() {
    PushPromiseHandler<T> own = pushes;
    return own == null
        ? null
        : (request, promised, acceptor) ->
            own.applyPushPromise(
                call.original(),
                promised,
                pushed ->
                    acceptor
                        .apply(AnswerBody.Read.handler(pushed))
                        .thenCompose(
                            answer ->
                                answer
                                    .body()
                                    .read(steps)
                                    .thenApply(
                                        body -> new AuthorizedResponse<>(promised, answer, body))));
  }
}
