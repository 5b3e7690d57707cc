// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

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
import javax.net.ssl.SSLSocketFactory;

/** One request over one socket; another thread may end it. */
final class ReferenceExchange implements Callable<TransportResult> {

  /** The connection that a bad transport keeps. */
  static final class Kept extends AtomicReference<Socket> {
    private static final long serialVersionUID = 1L;
  }

  private final TransportRequest request;
  private final Flaw flaw;
  private final Kept kept;
  private final Object lock = new Object();
  private Optional<Socket> socket = Optional.empty();
  private boolean aborted;
  private boolean sent;

  ReferenceExchange(TransportRequest request, Flaw flaw, Kept kept) {
    this.request = request;
    this.flaw = flaw;
    this.kept = kept;
  }

  /** Whether a byte of the request may have left. */
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
      // The peer does not read it any more.
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
            ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(open, uri.getHost(), open.getPort(), true);
        ((SSLSocket) open).startHandshake();
      }
    } catch (IOException e) {
      return flaw == Flaw.HANDSHAKE_IS_UNKNOWN
          ? new Unknown(Failure.TLS, "no handshake")
          : new NotSent(Failure.TLS, "no handshake");
    }
    return exchange(open);
  }

  private TransportResult exchange(Socket open) {
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

  private String text() {
    URI uri = request.uri();
    String form = request.form();
    String query = flaw == Flaw.DECODES_THE_QUERY ? uri.getQuery() : uri.getRawQuery();
    String authorization =
        request.authorization().orElse(flaw == Flaw.AUTHORIZES_UNASKED ? "Basic Og==" : "");
    if (flaw == Flaw.EXPANDS_BRACES) {
      authorization = authorization.replaceAll("\\{.*}", "");
    }
    return "POST "
        + uri.getRawPath()
        + (query == null ? "" : "?" + query.replace(' ', '+'))
        + " HTTP/1.1\r\nHost: "
        + uri.getAuthority()
        + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
        + "Content-Length: "
        + form.length()
        + (flaw == Flaw.REUSES_CONNECTIONS ? "" : "\r\nConnection: close")
        + "\r\n\r\n"
        + form;
  }
}
