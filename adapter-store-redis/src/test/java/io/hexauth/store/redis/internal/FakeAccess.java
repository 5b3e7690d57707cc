// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Client without a network, whose connections a test answers. */
final class FakeAccess implements RedisAccess {

  private final boolean autoReconnect;
  private final AtomicInteger openings = new AtomicInteger();
  private volatile Supplier<Opened> next;

  FakeAccess(boolean autoReconnect, Supplier<Opened> next) {
    this.autoReconnect = autoReconnect;
    this.next = next;
  }

  /** Sets the result of opening a connection. */
  void opens(Supplier<Opened> other) {
    next = other;
  }

  int openings() {
    return openings.get();
  }

  @Override
  public ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(autoReconnect)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .timeoutOptions(TimeoutOptions.enabled())
        .build();
  }

  @Override
  public Opened open() {
    openings.incrementAndGet();
    return next.get();
  }

  /** Connection that is open until the test closes it, and whose commands the test answers. */
  static final class Link {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger closings = new AtomicInteger();
    private volatile boolean open = true;
    private volatile Function<String, CompletableFuture<List<Object>>> answers =
        command -> CompletableFuture.completedFuture(List.of());
    private volatile Supplier<List<? extends CompletionStage<?>>> elsewhere = List::of;
    private final AtomicInteger reports = new AtomicInteger();
    private final Opened opened = open();

    void loses() {
      open = false;
    }

    void answers(Function<String, CompletableFuture<List<Object>>> other) {
      answers = other;
    }

    void isElsewhere(Supplier<List<? extends CompletionStage<?>>> other) {
      elsewhere = other;
    }

    List<String> sent() {
      return sent;
    }

    int closings() {
      return closings.get();
    }

    /** {@return the number of requests for the nodes that store data} */
    int reports() {
      return reports.get();
    }

    Opened opened() {
      return opened;
    }

    // A generic interface has only one class; the proxy's results have the expected type.
    @SuppressWarnings({"unchecked", "FutureReturnValueIgnored"})
    private Opened open() {
      var connection =
          (StatefulConnection<byte[], byte[]>)
              proxy(
                  StatefulConnection.class,
                  name -> {
                    if (name.equals("closeAsync")) {
                      closings.incrementAndGet();
                      return CompletableFuture.completedFuture(null);
                    }
                    return open;
                  });
      var commands =
          (RedisClusterAsyncCommands<byte[], byte[]>)
              proxy(
                  RedisClusterAsyncCommands.class,
                  name -> {
                    sent.add(name);
                    return answer(answers.apply(name));
                  });
      return new Opened(
          connection,
          commands,
          () -> {
            reports.incrementAndGet();
            return new TreeMap<>(Map.of());
          },
          () -> elsewhere.get());
    }
  }

  static Object proxy(Class<?> type, Function<String, Object> call) {
    return Proxy.newProxyInstance(
        FakeAccess.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              case "toString" -> type.getSimpleName();
              default -> call.apply(method.getName());
            });
  }

  /** {@return an answer in Lettuce's type; cancelling it cancels the future} */
  static <T> RedisFuture<T> answer(CompletableFuture<T> answer) {
    var future =
        new AsyncCommand<byte[], byte[], T>(
            new Command<byte[], byte[], T>(CommandType.EVALSHA, null));
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                future.complete(value);
              } else {
                future.completeExceptionally(failure);
              }
            });
    var unusedToo =
        future.whenComplete(
            (value, failure) -> {
              if (future.isCancelled()) {
                answer.cancel(true);
              }
            });
    return future;
  }
}
