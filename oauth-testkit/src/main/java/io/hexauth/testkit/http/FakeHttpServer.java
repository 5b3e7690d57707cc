// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * HTTP/1.1 server on 127.0.0.1 and a free port. It records every request, supports persistent
 * connections, and answers as its endpoints are scripted.
 *
 * <p>The server accepts at most 512 connections at the same time, each with a daemon thread, and
 * closes further ones without an answer. Safe for use by multiple threads. Close it after the test;
 * this also ends all waiting.
 */
public final class FakeHttpServer implements AutoCloseable {

  private static final int MOST_CONNECTIONS = 512;

  private final ServerSocket listener;
  private final String scheme;
  private final ThreadPoolExecutor threads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<String, FakeEndpoint> endpoints = new ConcurrentHashMap<>();
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private FakeHttpServer(ServerSocketFactory sockets, String scheme) {
    this.scheme = scheme;
    try {
      listener =
          sockets.createServerSocket(
              0, MOST_CONNECTIONS, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      if (listener instanceof SSLServerSocket tls) {
        tls.setWantClientAuth(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No port of 127.0.0.1 is available", e);
    }
    var number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            MOST_CONNECTIONS + 1,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              var thread = new Thread(task, "fake-http-" + port() + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.execute(this::accept);
  }

  /** {@return a new server for plain HTTP} */
  public static FakeHttpServer start() {
    return new FakeHttpServer(ServerSocketFactory.getDefault(), "http");
  }

  /**
   * {@return a new server for HTTPS with the certificate of this context} It requests a client
   * certificate, which is optional.
   */
  public static FakeHttpServer start(SSLContext tls) {
    return new FakeHttpServer(tls.getServerSocketFactory(), "https");
  }

  /** {@return the endpoint for this path, which this handler serves from now on} */
  public FakeEndpoint serve(String path, Handler handler) {
    return serve(path, handler, request -> {});
  }

  /**
   * {@return the endpoint for this path, which this handler serves from now on}
   *
   * @param observer receives every request when it arrives, before any gate and whatever is
   *     scripted
   */
  public FakeEndpoint serve(String path, Handler handler, Consumer<ReceivedRequest> observer) {
    var endpoint = new FakeEndpoint(handler, observer);
    endpoints.put(path, endpoint);
    return endpoint;
  }

  /** {@return the port of the server} */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * {@return a URI of this server}
   *
   * @param path with a leading slash, or empty; may have a query
   */
  public URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** {@return all requests to any path so far, in order of arrival} */
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** {@return the number of connections that were accepted so far} */
  public int connections() {
    return connections.get();
  }

  Reply answer(ReceivedRequest request) {
    requests.add(request);
    return Optional.ofNullable(endpoints.get(request.path()))
        .map(endpoint -> endpoint.answer(request))
        .orElseGet(() -> Reply.of(404));
  }

  CountDownLatch closed() {
    return closed;
  }

  void forget(Socket socket) {
    open.remove(socket);
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        start(socket);
      } catch (IOException e) {
        // The server was closed, or the client disconnected before it was accepted.
      }
    }
  }

  private void start(Socket socket) throws IOException {
    try {
      threads.execute(new HttpConnection(this, socket, connections.incrementAndGet()));
    } catch (RejectedExecutionException e) {
      forget(socket);
      socket.close();
    }
  }

  /** Ends all connections and all waiting. A second call has no effect. */
  @Override
  public void close() {
    closed.countDown();
    endpoints.values().forEach(FakeEndpoint::releaseAll);
    closeQuietly(listener);
    open.forEach(FakeHttpServer::closeQuietly);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new AssertionError("A thread of the fake server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // The socket needs no further action.
    }
  }
}
