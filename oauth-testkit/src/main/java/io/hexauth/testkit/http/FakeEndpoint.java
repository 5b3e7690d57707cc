// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Path of a {@link FakeHttpServer}, with its requests and scripted answers.
 *
 * <p>Safe for use by multiple threads.
 */
public final class FakeEndpoint {

  /**
   * Request with the reply that was chosen when it arrived.
   *
   * @param request the request as received
   * @param reply the object that was passed to {@link #next} or {@link #always}; without them,
   *     {@link Reply#normal()}
   * @param arrival the time at which the request arrived, in nanoseconds of {@link
   *     System#nanoTime()}
   */
  public record Exchange(ReceivedRequest request, Reply reply, long arrival) {}

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

  /**
   * Answers the next requests with these replies, one reply for each request, in order of arrival.
   */
  public void next(Reply... replies) {
    synchronized (lock) {
      next.addAll(List.of(replies));
    }
  }

  /** Answers all requests with this reply from now on, after the replies of {@link #next}. */
  public void always(Reply reply) {
    synchronized (lock) {
      otherwise = reply;
    }
  }

  /** Removes all scripted replies, so that the endpoint behaves normally. */
  public void behave() {
    synchronized (lock) {
      next.clear();
      otherwise = Reply.normal();
    }
  }

  /**
   * {@return a gate before the endpoint: from now on, requests are read and wait there before they
   * are processed} A new gate replaces the previous one, which is released.
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
   * {@return a gate after the endpoint: from now on, requests are processed, and their answers wait
   * there} A new gate replaces the previous one, which is released.
   */
  public Gate holdAnswers() {
    synchronized (lock) {
      after.ifPresent(Gate::release);
      var gate = new Gate();
      after = Optional.of(gate);
      return gate;
    }
  }

  /** {@return all requests to this path so far, in order of arrival} */
  public List<ReceivedRequest> requests() {
    return exchanges.stream().map(Exchange::request).toList();
  }

  /**
   * {@return all requests to this path so far, in order of arrival, each with the reply that was
   * chosen for it} The reply is the object from {@link #next} or {@link #always}. Without them, it
   * is {@link Reply#normal()}, and not the answer that the endpoint has created.
   */
  public List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /**
   * Waits until at least this number of requests has arrived, counted from the creation of the
   * endpoint.
   *
   * @throws AssertionError if they have not arrived within 20 seconds, or if the thread is
   *     interrupted
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
      exchanges.add(new Exchange(request, script, System.nanoTime()));
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
