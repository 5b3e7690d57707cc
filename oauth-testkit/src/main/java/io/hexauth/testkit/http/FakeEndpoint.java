// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * One path of a {@link FakeHttpServer}: what came, and what is answered next.
 *
 * <p>Safe for use by multiple threads.
 */
public final class FakeEndpoint {

  /**
   * One request and the reply that was chosen for it when it arrived.
   *
   * @param request as it came
   * @param reply one of {@link #next} or {@link #always}; the same object
   */
  public record Exchange(ReceivedRequest request, Reply reply) {}

  private final Handler handler;
  private final Consumer<ReceivedRequest> observer;
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final Arrivals arrivals = new Arrivals();
  private final Object lock = new Object();
  private final Deque<Reply> next = new ArrayDeque<>();
  private Reply otherwise = Reply.normal();
  private Optional<Gate> before = Optional.empty();
  private Optional<Gate> after = Optional.empty();

  FakeEndpoint(Handler handler, Consumer<ReceivedRequest> observer) {
    this.handler = handler;
    this.observer = observer;
  }

  /** Answers the next requests with these, one each, in order of arrival. */
  public void next(Reply... replies) {
    synchronized (lock) {
      next.addAll(List.of(replies));
    }
  }

  /** Answers every request with this from now on, once {@link #next} has run out. */
  public void always(Reply reply) {
    synchronized (lock) {
      otherwise = reply;
    }
  }

  /** Forgets every script and behaves. */
  public void behave() {
    synchronized (lock) {
      next.clear();
      otherwise = Reply.normal();
    }
  }

  /**
   * {@return a gate in front of the endpoint: requests from now on wait there, read but not
   * processed} A new gate takes the place of the last one, which is released.
   */
  public Gate hold() {
    synchronized (lock) {
      before.ifPresent(Gate::release);
      var gate = new Gate();
      before = Optional.of(gate);
      return gate;
    }
  }

  /**
   * {@return a gate behind the endpoint: requests from now on are processed, and their answers wait
   * there} A new gate takes the place of the last one, which is released.
   */
  public Gate holdAnswers() {
    synchronized (lock) {
      after.ifPresent(Gate::release);
      var gate = new Gate();
      after = Optional.of(gate);
      return gate;
    }
  }

  /** {@return every request to this path so far, in order of arrival} */
  public List<ReceivedRequest> requests() {
    return exchanges.stream().map(Exchange::request).toList();
  }

  /** {@return every request to this path so far with its reply, in order of arrival} */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /**
   * Waits until this many requests have come.
   *
   * @throws AssertionError if they have not after 20 seconds
   */
  public void awaitRequests(int count) {
    arrivals.await(count, "requests");
  }

  Reply answer(ReceivedRequest request) {
    observer.accept(request);
    Reply script;
    Optional<Gate> in;
    Optional<Gate> out;
    synchronized (lock) {
      script = next.isEmpty() ? otherwise : next.remove();
      exchanges.add(new Exchange(request, script));
      in = before;
      out = after;
    }
    arrivals.add();
    in.ifPresent(Gate::pass);
    Reply reply = script.isProcessed() ? script.over(handler.handle(request)) : script;
    out.ifPresent(Gate::pass);
    return reply;
  }

  void releaseAll() {
    synchronized (lock) {
      before.ifPresent(Gate::release);
      after.ifPresent(Gate::release);
    }
  }
}
