// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;
import io.hexauth.ports.spi.TransportResult.Response;
import io.hexauth.ports.spi.TransportResult.Unknown;
import io.hexauth.testkit.contract.ReferenceTransport.Flaw;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;

/** One request over one socket, which another thread may end. */
final class ReferenceExchange implements Callable<TransportResult> {

  /** Connection that a bad transport keeps open. */
  static final class Kept extends AtomicReference<Socket> {
    private static final long serialVersionUID = 1L;
  }

  private final TransportRequest request;
  private final Flaw flaw;
  private final Kept kept;
  private final ReferenceTls tls;
  private final Object lock = new Object();
  private Optional<Socket> socket = Optional.empty();
  private boolean aborted;
  private boolean sent;

  ReferenceExchange(TransportRequest request, Flaw flaw, Kept kept, ReferenceTls tls) {
    this.tls = tls;
    this.request = request;
    this.flaw = flaw;
    this.kept = kept;
  }

  /** {@return true if a byte of the request may have been sent} */
  boolean abort() {
    synchronized (lock) {
      aborted = true;
      socket.ifPresent(ReferenceExchange::close);
      return sent;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The server no longer reads it.
    }
  }

  private boolean begin(Socket open, boolean sending) {
    synchronized (lock) {
      socket = Optional.of(open);
      sent = sending;
      return !aborted;
    }
  }

  @Override
  public TransportResult call() throws IOException {
    URI uri = request.uri();
    InetAddress address;
    try {
      address = InetAddress.getAllByName(uri.getHost())[0];
    } catch (UnknownHostException e) {
      return flaw == Flaw.LOOKUP_IS_UNKNOWN
          ? new Unknown(Failure.LOOKUP, "the host is not known")
          : new NotSent(Failure.LOOKUP, "the host is not known");
    }
    if (!mayReach(uri, address)) {
      return new NotSent(Failure.NOT_PUBLIC, "the address is not public");
    }
    if (flaw == Flaw.ASKS_BEFORE_IT_CONNECTS && !request.mayLeave()) {
      return new NotSent(Failure.TOO_LATE, "too late");
    }
    Socket open = Optional.ofNullable(kept.getAndSet(null)).orElseGet(Socket::new);
    begin(open, false);
    try {
      if (!open.isConnected()) {
        open.connect(new InetSocketAddress(address, uri.getPort() < 0 ? 443 : uri.getPort()));
      }
    } catch (IOException e) {
      if (flaw == Flaw.THROWS) {
        throw e;
      }
      return new NotSent(Failure.CONNECT, "no server listens");
    }
    try {
      if (uri.getScheme().equals("https")) {
        open =
            tls.sockets(request.identity()).createSocket(open, uri.getHost(), open.getPort(), true);
        ((SSLSocket) open).startHandshake();
      }
    } catch (RuntimeException e) {
      close(open);
      return new NotSent(Failure.TLS, flaw == Flaw.QUOTES_THE_IDENTITY ? e.toString() : "no key");
    } catch (IOException e) {
      return flaw == Flaw.HANDSHAKE_IS_UNKNOWN
          ? new Unknown(Failure.TLS, "no handshake")
          : new NotSent(Failure.TLS, "no handshake");
    }
    return exchange(open);
  }

  /**
   * {@return true if the address is allowed} Sufficient for tests, which have loopback addresses
   * only.
   */
  private boolean mayReach(URI uri, InetAddress address) {
    boolean here =
        flaw == Flaw.REACHES_BY_NAME
            ? uri.getHost().equals("127.0.0.1")
            : address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.getHostAddress().startsWith("0:0:0:0:0:0:");
    return !here || request.reach() == Reach.ANYWHERE || flaw == Flaw.REACHES_EVERY_ADDRESS;
  }

  private TransportResult exchange(Socket open) {
    boolean asks = flaw != Flaw.SENDS_LATE && flaw != Flaw.ASKS_BEFORE_IT_CONNECTS;
    if (asks && !request.mayLeave()) {
      close(open);
      return new NotSent(Failure.TOO_LATE, "too late");
    }
    if (!begin(open, true)) {
      return new NotSent(Failure.INTERRUPTED, "ended before it began");
    }
    try {
      open.getOutputStream().write(text().getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = new BufferedInputStream(open.getInputStream());
      Response response = new ReferenceAnswer(in, request.mostBytes(), flaw).read();
      if (flaw == Flaw.REUSES_CONNECTIONS) {
        kept.set(open);
      } else {
        open.close();
      }
      return response;
    } catch (ReferenceAnswer.Bad e) {
      close(open);
      return new Unknown(e.failure(), "not what it should be");
    } catch (IOException | NumberFormatException e) {
      close(open);
      if (flaw == Flaw.THROWS_ON_GARBAGE && e instanceof NumberFormatException garbage) {
        throw garbage;
      }
      Failure failure = e instanceof IOException ? Failure.CUT : Failure.GARBLED;
      return flaw == Flaw.CUT_IS_NOT_SENT
          ? new NotSent(failure, "cut")
          : new Unknown(failure, "cut");
    }
  }

  static String body(TransportRequest request) {
    return request.body().map(b -> new String(b.bytes(), StandardCharsets.UTF_8)).orElse("");
  }

  private String text() {
    URI uri = request.uri();
    String form = body(request);
    String query = flaw == Flaw.DECODES_THE_QUERY ? uri.getQuery() : uri.getRawQuery();
    boolean hasBody = request.body().isPresent() || flaw == Flaw.GETS_WITH_A_BODY;
    return request.method()
        + " "
        + uri.getRawPath()
        + (query == null ? "" : "?" + query.replace(' ', '+'))
        + " HTTP/1.1\r\nHost: "
        + uri.getAuthority()
        + (hasBody ? "\r\nContent-Type: application/x-www-form-urlencoded" : "")
        + headers()
        + "\r\nContent-Length: "
        + form.length()
        + (flaw == Flaw.REUSES_CONNECTIONS ? "" : "\r\nConnection: close")
        + "\r\n\r\n"
        + form;
  }

  private String headers() {
    var text = new StringBuilder();
    request.headers().forEach((name, value) -> text.append(header(name, value)));
    return flaw == Flaw.AUTHORIZES_UNASKED && text.isEmpty()
        ? header("Authorization", "Basic Og==")
        : text.toString();
  }

  private String header(String name, String value) {
    if (flaw == Flaw.FORGETS_HEADERS && !name.equals("Authorization")) {
      return "";
    }
    String sent = flaw == Flaw.EXPANDS_BRACES ? value.replaceAll("\\{.*}", "") : value;
    return "\r\n" + name + ": " + sent;
  }
}
