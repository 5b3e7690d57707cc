// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes why a TLS handshake failed. The JDK's exception is kept as the cause: no byte of the
 * request was written before it, so it cannot quote the request.
 *
 * <p>Two kinds of failure are not retryable: a certificate that is not accepted, and no TLS version
 * or cipher suite in common.
 */
final class HandshakeProblem {

  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]{1,40})");

  private static final Set<String> NOTHING_IN_COMMON =
      Set.of("protocol_version", "handshake_failure", "insufficient_security");

  private static final Set<String> CLIENT_CERTIFICATE =
      Set.of(
          "access_denied",
          "bad_certificate",
          "certificate_expired",
          "certificate_required",
          "certificate_revoked",
          "certificate_unknown",
          "unknown_ca",
          "unsupported_certificate");

  /** Limit for chains of causes, which may contain a cycle. */
  private static final int MOST_CAUSES = 20;

  private HandshakeProblem() {}

  static ExchangeFailure of(String host, Exception e) {
    if (e instanceof ExchangeFailure known) {
      return known;
    }
    String start = "the TLS handshake with " + host + " failed: ";
    Optional<String> certificate = certificate(e);
    if (certificate.isPresent()) {
      return failure(start + certificate.get(), false, e);
    }
    Matcher alert = ALERT.matcher(message(e));
    if (alert.find()) {
      String name = alert.group(1);
      if (NOTHING_IN_COMMON.contains(name)) {
        return failure(
            start
                + "the server accepts no TLS version or no cipher suite of this client, which"
                + " offers TLS 1.2 and 1.3 (alert "
                + name
                + ")",
            false,
            e);
      }
      if (CLIENT_CERTIFICATE.contains(name)) {
        return failure(
            start + "the server does not accept the client certificate (alert " + name + ")",
            false,
            e);
      }
      return failure(start + "the server ended the handshake (alert " + name + ")", true, e);
    }
    return failure(start + other(e), true, e);
  }

  private static ExchangeFailure failure(String detail, boolean retryable, Exception cause) {
    return new ExchangeFailure(Failure.TLS, detail, retryable, cause);
  }

  private static List<Throwable> causes(Exception e) {
    var causes = new ArrayList<Throwable>();
    for (Throwable c = e; c != null && causes.size() < MOST_CAUSES; c = c.getCause()) {
      causes.add(c);
    }
    return causes;
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "" : e.getMessage();
  }

  /**
   * {@return the problem with a certificate, if there is one} The innermost cause is the most
   * precise.
   */
  private static Optional<String> certificate(Exception e) {
    return causes(e).stream()
        .map(HandshakeProblem::reason)
        .flatMap(Optional::stream)
        .reduce((outer, inner) -> inner);
  }

  private static Optional<String> reason(Throwable e) {
    if (e instanceof CertificateExpiredException) {
      return Optional.of("the server's certificate, or one that it depends on, has expired");
    }
    if (e instanceof CertificateNotYetValidException) {
      return Optional.of(
          "the server's certificate, or one that it depends on, is not yet valid; check the clock"
              + " of this machine");
    }
    if (e instanceof CertificateRevokedException) {
      return Optional.of("the server's certificate, or one that it depends on, is revoked");
    }
    if (e instanceof CertPathBuilderException
        || (e instanceof CertPathValidatorException invalid
            && invalid.getReason() == BasicReason.INVALID_SIGNATURE)) {
      return Optional.of(
          "the server's certificate comes from an authority that this client does not trust;"
              + " add the authority to the trust store");
    }
    if (e instanceof CertPathValidatorException || e instanceof CertificateException) {
      return Optional.of(
          isAboutNames(message(e))
              ? "the server's certificate is for another host name"
              : "the server's certificate is not accepted");
    }
    return Optional.empty();
  }

  /**
   * {@return true if the message is about host names} The JDK has no exception type for this case.
   * A wrong guess changes only a few words of the message.
   */
  private static boolean isAboutNames(String message) {
    return message.startsWith("No subject alternative") || message.startsWith("No name matching");
  }

  private static String other(Exception e) {
    if (causes(e).stream()
        .anyMatch(c -> c instanceof EOFException || c instanceof SocketException)) {
      return "the server closed the connection";
    }
    return message(e).contains("unrecognized SSL message")
        ? "the server's answer is not TLS"
        : e.getClass().getSimpleName();
  }
}
