// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on 127.0.0.1 between a client and a server of any protocol: a database, Redis, an
 * authorization server. It passes everything on until a test tells it not to.
 *
 * <pre>{@code
 * try (var proxy = FaultProxy.to(database)) {
 *   Cut cut = proxy.cutAnswerTo("COMMIT");
 *   store(proxy.address()).commit(request);   // was carried out, but the answer was lost
 *   cut.await();
 * }
 * }</pre>
 *
 * <p>At most 256 connections at a time, each on two daemon threads; more are reset. Safe for use by
 * multiple threads. A change is seen by every byte that comes after it; bytes that were passed on
 * before stay passed on. Close it after the test: that resets every connection.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 256;

  private final InetSocketAddress target;
  private final Traffic traffic = new Traffic();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final int port;
  private final ReentrantLock door = new ReentrantLock();
  private Optional<Listener> listener = Optional.empty();
  private Optional<RefusingPort> refusing = Optional.empty();

  private record Listener(ServerSocket socket, Thread acceptor) {}

  private FaultProxy(InetSocketAddress target) {
    this.target = target;
    this.port = listen(0);
  }

  /**
   * {@return a proxy that passes everything on to this server}
   *
   * @param target need not be there yet; a client whose connection cannot be passed on is reset
   */
  public static FaultProxy to(InetSocketAddress target) {
    return new FaultProxy(target);
  }

  /** {@return a proxy to this port of 127.0.0.1} */
  public static FaultProxy to(int port) {
    return to(new InetSocketAddress(loopback(), port));
  }

  /** {@return where clients connect to; it stays the same} */
  public InetSocketAddress address() {
    return new InetSocketAddress(loopback(), port);
  }

  /** {@return the port of {@link #address()}} */
  public int port() {
    return port;
  }

  /** {@return how many connections were accepted so far} */
  public int connections() {
    return accepted.get();
  }

  /** {@return how many connections are open now} */
  public int open() {
    return links.size();
  }

  /** {@return how many bytes black holes have swallowed so far} */
  public long lost() {
    return traffic.lost();
  }

  /**
   * Everything goes through, what was held first. Cuts that were not made are forgotten, and
   * connections that lost bytes in a black hole are reset.
   *
   * @throws UncheckedIOException if connections were refused, and another process has the port now
   */
  public void pass() {
    links.stream().filter(Link::hasLostBytes).forEach(Link::reset);
    door.lock();
    try {
      if (traffic.flow(Traffic.Flow.PASS) && listener.isEmpty()) {
        giveBack();
        listen(port);
      }
    } finally {
      door.unlock();
    }
    links.stream().filter(Link::hasLostBytes).forEach(Link::reset);
  }

  /**
   * As if the server had died: connections are reset, and new ones are refused. The port stays
   * reserved.
   */
  public void refuse() {
    door.lock();
    try {
      closeListener();
      reserve();
    } finally {
      door.unlock();
    }
    reset();
  }

  /** Resets the connections that are open now. New ones are accepted. */
  public void reset() {
    links.forEach(Link::reset);
  }

  /** From now on what the client sends is held back; what the server sends goes through. */
  public void holdRequests() {
    traffic.flow(Traffic.Flow.HOLD_REQUESTS);
  }

  /** From now on what the server sends is held back; what the client sends goes through. */
  public void holdAnswers() {
    traffic.flow(Traffic.Flow.HOLD_ANSWERS);
  }

  /**
   * As if a cable was pulled: connections stay open, new ones are accepted, and every byte of both
   * sides is lost.
   */
  public void blackHole() {
    traffic.flow(Traffic.Flow.BLACK_HOLE);
  }

  /**
   * The next request is not passed on, and its connection is reset: the server has certainly not
   * seen it.
   */
  public Cut cutRequest() {
    return cutRequest("");
  }

  /**
   * As {@link #cutRequest()}, for the first request that contains this text.
   *
   * @param marker what the client sends, read as ISO 8859-1
   */
  public Cut cutRequest(String marker) {
    return traffic.arm(new Cut(marker, false));
  }

  /**
   * The next request is passed on, and its connection is reset when the server answers: it was
   * carried out, and the client cannot know.
   */
  public Cut cutAnswer() {
    return cutAnswerTo("");
  }

  /**
   * As {@link #cutAnswer()}, for the first request that contains this text.
   *
   * @param marker what the client sends, read as ISO 8859-1
   */
  public Cut cutAnswerTo(String marker) {
    return traffic.arm(new Cut(marker, true));
  }

  /** Resets every connection and refuses new ones, for good. Idempotent. */
  @Override
  public void close() {
    traffic.flow(Traffic.Flow.CLOSED);
    door.lock();
    try {
      closeListener();
      giveBack();
    } finally {
      door.unlock();
    }
    reset();
  }

  private int listen(int wanted) {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), wanted), MOST_CONNECTIONS);
      Thread acceptor = daemon(() -> accept(socket), "fault-proxy-" + socket.getLocalPort());
      listener = Optional.of(new Listener(socket, acceptor));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("Port " + wanted + " of loopback is not to be had", e);
    }
  }

  private void closeListener() {
    listener.ifPresent(FaultProxy::close);
    listener = Optional.empty();
  }

  /** Keeps the port from other processes until it is listened on again. */
  private void reserve() {
    if (refusing.isEmpty()) {
      try {
        refusing = Optional.of(RefusingPort.reserve(port));
      } catch (IOException e) {
        // Another process was faster, which is reported when the port is listened on again.
      }
    }
  }

  private void giveBack() {
    refusing.ifPresent(RefusingPort::close);
    refusing = Optional.empty();
  }

  /** The kernel refuses connections once no thread is inside accept() any more, and not before. */
  private static void close(Listener listener) {
    Link.closeQuietly(listener.socket());
    try {
      listener.acceptor().join(Cut.PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        int number = accepted.incrementAndGet();
        var link = new Link(client, traffic, links::remove);
        links.add(link);
        if (links.size() > MOST_CONNECTIONS || socket.isClosed()) {
          link.reset();
        } else {
          daemon(() -> link.run(target), "fault-proxy-" + socket.getLocalPort() + "-" + number);
        }
      } catch (IOException e) {
        // Closed, or a client that was gone again before it was accepted.
      }
    }
  }

  static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
