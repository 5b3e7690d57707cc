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
 * TCP proxy on 127.0.0.1 between a client and a server of any protocol: a database, Redis, an
 * authorization server. It forwards all bytes until a test makes it fail.
 *
 * <pre>{@code
 * try (var proxy = FaultProxy.to(database)) {
 *   Cut cut = proxy.cutAnswerTo("COMMIT");
 *   Connection connection = connect(proxy.address());
 *   // ... writes something ...
 *   assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
 *   cut.await();   // the database has committed, but its answer was lost
 * }
 * }</pre>
 *
 * <p>The proxy accepts at most 256 connections at the same time, each with two daemon threads, and
 * resets further ones. Safe for use by multiple threads. A change applies to all bytes that arrive
 * after it. Close the proxy after the test, which resets every connection.
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
   * {@return a proxy that forwards to this server}
   *
   * @param target the address of the server, which need not be running yet; if the proxy cannot
   *     connect to it, it resets the client
   */
  public static FaultProxy to(InetSocketAddress target) {
    return new FaultProxy(target);
  }

  /** {@return a proxy that forwards to this port of 127.0.0.1} */
  public static FaultProxy to(int port) {
    return to(new InetSocketAddress(loopback(), port));
  }

  /** {@return the address for clients, which never changes} */
  public InetSocketAddress address() {
    return new InetSocketAddress(loopback(), port);
  }

  /** {@return the port of {@link #address()}} */
  public int port() {
    return port;
  }

  /** {@return the number of connections that were accepted so far} */
  public int connections() {
    return accepted.get();
  }

  /** {@return the number of open connections} */
  public int open() {
    return links.size();
  }

  /** {@return the number of bytes that were discarded so far} */
  public long lost() {
    return traffic.lost();
  }

  /**
   * Forwards everything again, beginning with the bytes that were held. Removes each {@link Cut}
   * that has not happened yet, and resets connections that lost bytes.
   *
   * @throws UncheckedIOException if another process has taken the port after {@link #refuse}
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
   * Behaves like a server that is down: resets connections and refuses new ones. The port stays
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

  /** Resets the open connections. New connections are accepted. */
  public void reset() {
    links.forEach(Link::reset);
  }

  /** Holds all bytes of clients from now on. Bytes of the server are forwarded. */
  public void holdRequests() {
    traffic.flow(Traffic.Flow.HOLD_REQUESTS);
  }

  /** Holds all bytes of the server from now on. Bytes of clients are forwarded. */
  public void holdAnswers() {
    traffic.flow(Traffic.Flow.HOLD_ANSWERS);
  }

  /**
   * Behaves like a network without a connection: connections stay open, new ones are accepted, and
   * all bytes of both sides are discarded.
   */
  public void blackHole() {
    traffic.flow(Traffic.Flow.BLACK_HOLE);
  }

  /**
   * Cuts the next request: the proxy does not forward it, and resets its connection. The server has
   * certainly not received it.
   *
   * @return the cut, for which a test can wait
   */
  public Cut cutRequest() {
    return cutRequest("");
  }

  /**
   * Cuts the first request that contains a text, like {@link #cutRequest()}.
   *
   * @param marker text of the request, read as ISO 8859-1
   * @return the cut
   */
  public Cut cutRequest(String marker) {
    return traffic.arm(new Cut(marker, false));
  }

  /**
   * Cuts the next answer: the proxy forwards the request, and resets its connection when the server
   * answers. The server has processed the request, and the client cannot know.
   *
   * @return the cut, for which a test can wait
   */
  public Cut cutAnswer() {
    return cutAnswerTo("");
  }

  /**
   * Cuts the answer to the first request that contains a text, like {@link #cutAnswer()}.
   *
   * @param marker text of the request, read as ISO 8859-1
   * @return the cut
   */
  public Cut cutAnswerTo(String marker) {
    return traffic.arm(new Cut(marker, true));
  }

  /** Resets every connection and refuses new ones. A second call has no effect. */
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
      throw new UncheckedIOException("Port " + wanted + " of 127.0.0.1 is not available", e);
    }
  }

  private void closeListener() {
    listener.ifPresent(FaultProxy::close);
    listener = Optional.empty();
  }

  /** Reserves the port until the proxy listens on it again. */
  private void reserve() {
    if (refusing.isEmpty()) {
      try {
        refusing = Optional.of(RefusingPort.reserve(port));
      } catch (IOException e) {
        // Another process has the port. This is reported when the proxy listens again.
      }
    }
  }

  private void giveBack() {
    refusing.ifPresent(RefusingPort::close);
    refusing = Optional.empty();
  }

  /**
   * Closes a listener and waits for its thread: the kernel refuses connections only after no thread
   * is inside {@code accept()}.
   */
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
        // The listener was closed, or the client disconnected before it was accepted.
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
