// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Server on loopback that runs a script of the test for each connection. */
final class ScriptedServer implements AutoCloseable {

  /** Script for a connection, which is closed when the script returns. */
  @FunctionalInterface
  interface Script {
    void serve(Peer peer) throws Exception;
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  final AtomicInteger accepted = new AtomicInteger();
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket listener;
  private final String scheme;
  private final Script script;

  private ScriptedServer(ServerSocketFactory sockets, String scheme, Script script) {
    this.scheme = scheme;
    this.script = script;
    try {
      listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  static ScriptedServer start(Script script) {
    return new ScriptedServer(ServerSocketFactory.getDefault(), "http", script);
  }

  /** Starts a server with TLS. The handshake starts when the script first reads or writes. */
  static ScriptedServer start(SSLContext tls, Script script) {
    return new ScriptedServer(tls.getServerSocketFactory(), "https", script);
  }

  /** Starts a server that reads a request and answers with these bytes. */
  static ScriptedServer answering(String answer) {
    return start(
        peer -> {
          peer.readRequest();
          peer.write(answer);
        });
  }

  URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + path);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Waits until a request has been read. */
  void awaitRequest() throws InterruptedException {
    if (!asked.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("No request came");
    }
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        open.add(socket);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        // The server was closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.serve(new Peer(socket));
    } catch (Exception e) {
      // The client disconnected, which many of these tests expect.
    } finally {
      open.remove(socket);
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** The server's end of a connection. */
  final class Peer {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
    }

    String readRequest() throws IOException {
      var bytes = new ByteArrayOutputStream();
      while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("The client went away");
        }
        bytes.write(b);
      }
      Matcher length = LENGTH.matcher(bytes.toString(StandardCharsets.ISO_8859_1));
      if (length.find()) {
        bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
      }
      String request = bytes.toString(StandardCharsets.UTF_8);
      requests.add(request);
      asked.countDown();
      return request;
    }

    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Sends the text repeatedly, one byte each 100 ms. */
    void drip(String text) throws IOException, InterruptedException {
      for (int i = 0; !pause(100); i++) {
        write(text.substring(i % text.length(), i % text.length() + 1));
      }
    }

    /** Sends the text repeatedly, as fast as possible. */
    void flood(String text) throws IOException {
      byte[] bytes = text.repeat(100).getBytes(StandardCharsets.ISO_8859_1);
      while (closed.getCount() > 0) {
        write(bytes);
      }
    }

    /** Sets the only TLS version of the server. Call it first. */
    void speakOnly(String protocol) {
      ((SSLSocket) socket).setEnabledProtocols(new String[] {protocol});
    }

    /** Sets the only cipher suite of the server, with TLS 1.2. Call it first. */
    void speakOnlyCipher(String suite) {
      speakOnly("TLSv1.2");
      ((SSLSocket) socket).setEnabledCipherSuites(new String[] {suite});
    }

    /** Reads the first record of a TLS handshake, and does not answer it. */
    void readHello() throws IOException {
      byte[] record = in.readNBytes(5);
      in.readNBytes(Byte.toUnsignedInt(record[3]) << 8 | Byte.toUnsignedInt(record[4]));
    }

    /** Forwards bytes to and from a loopback port until one side closes. */
    void passOnTo(int port) throws IOException {
      passOnTo(port, () -> false);
    }

    /** Forwards bytes, and damages those of the server while the condition is true. */
    void passOnTo(int port, BooleanSupplier damages) throws IOException {
      try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        open.add(server);
        daemon(
            () -> {
              try (socket) {
                carry(server.getInputStream(), damages);
              } catch (IOException e) {
                // One side has disconnected, so the other side is disconnected as well.
              }
            });
        in.transferTo(server.getOutputStream());
      }
    }

    private void carry(InputStream from, BooleanSupplier damages) throws IOException {
      byte[] bytes = new byte[16 * 1024];
      for (int length = from.read(bytes); length > 0; length = from.read(bytes)) {
        if (damages.getAsBoolean()) {
          bytes[Math.min(5, length - 1)] ^= 1; // after the head of a TLS record
        }
        out.write(bytes, 0, length);
      }
    }

    /** Waits until the test is over. */
    void hang() throws InterruptedException {
      closed.await(30, TimeUnit.SECONDS);
    }

    /** Reads until the client has closed the connection in any way. */
    void awaitEnd() {
      try {
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // A reset or a TLS alert also ends the connection.
      }
    }

    /** Ends the connection with a reset instead of a normal close. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    private boolean pause(long millis) throws InterruptedException {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    }
  }
}
