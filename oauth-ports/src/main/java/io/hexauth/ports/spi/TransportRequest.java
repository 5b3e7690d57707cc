// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.registration.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP request to an authorization server. Immutable, and safe for use by multiple threads. {@link
 * #toString()} shows purpose, method and URI without its query, but no header and no body.
 */
public final class TransportRequest {

  private final String purpose;
  private final Method method;
  private final URI uri;
  private final SortedMap<String, String> headers;
  private final Optional<Body> body;
  private final Duration deadline;
  private final BooleanSupplier mayLeave;
  private final int mostBytes;
  private final Optional<TlsIdentity> identity;
  private final Reach reach;

  private TransportRequest(Builder from) {
    purpose = from.purpose;
    method = from.method;
    uri = from.uri;
    headers = Collections.unmodifiableSortedMap(new TreeMap<>(from.headers));
    body = from.body;
    deadline = from.deadline;
    mayLeave = from.mayLeave;
    mostBytes = from.mostBytes;
    identity = from.identity;
    reach = from.reach;
  }

  /**
   * {@return a builder of a GET request}
   *
   * @param purpose text for logs, without secrets: the id of a registration, or "discovery of" and
   *     an origin
   * @param uri absolute HTTP or HTTPS URI without user information
   * @throws IllegalArgumentException if the URI has another form
   */
  public static Builder get(String purpose, URI uri) {
    return new Builder(Method.GET, purpose, uri);
  }

  /** {@return a builder of a POST request, with parameters as for {@link #get}} */
  public static Builder post(String purpose, URI uri) {
    return new Builder(Method.POST, purpose, uri);
  }

  /** {@return a builder with all values of this request} */
  public Builder toBuilder() {
    var copy = new Builder(method, purpose, uri);
    copy.headers.putAll(headers);
    copy.body = body;
    copy.deadline = deadline;
    copy.mayLeave = mayLeave;
    copy.mostBytes = mostBytes;
    copy.identity = identity;
    copy.reach = reach;
    return copy;
  }

  /** {@return the purpose of the request, for logs} */
  public String purpose() {
    return purpose;
  }

  /** {@return the HTTP method} */
  public Method method() {
    return method;
  }

  /** {@return the URI: HTTPS, or plain HTTP if the registration allows it for the host} */
  public URI uri() {
    return uri;
  }

  /** {@return the headers. The map ignores the case of names; values may be secrets} */
  public Map<String, String> headers() {
    return headers;
  }

  /** {@return the body; empty for a GET, and for a POST without one} */
  public Optional<Body> body() {
    return body;
  }

  /** {@return the time limit of the whole call of the transport; positive} */
  public Duration deadline() {
    return deadline;
  }

  /**
   * {@return true if the request may be sent at this moment} A transport calls this method right
   * before it writes the first byte, on the thread that writes.
   */
  public boolean mayLeave() {
    return mayLeave.getAsBoolean();
  }

  /** {@return the maximum number of bytes of the answer's body, after decompression; positive} */
  public int mostBytes() {
    return mostBytes;
  }

  /** {@return the client certificate to offer; if empty, the transport uses its own settings} */
  public Optional<TlsIdentity> identity() {
    return identity;
  }

  /** {@return the addresses to which the request may be sent} */
  public Reach reach() {
    return reach;
  }

  private List<Object> parts() {
    return List.of(
        purpose, method, uri, headers, body, deadline, mayLeave, mostBytes, identity, reach);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TransportRequest that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  @Override
  public String toString() {
    return "TransportRequest["
        + purpose
        + ", "
        + method
        + " "
        + uri.getScheme()
        + "://"
        + uri.getAuthority()
        + uri.getPath()
        + "]";
  }

  /** HTTP method. */
  public enum Method {
    /** Request without a body. */
    GET,
    /** Request that usually has a body. It is never repeated. */
    POST
  }

  /**
   * Body of a request. {@link #toString()} does not show it.
   *
   * @param contentType the value of the {@code Content-Type} header
   * @param bytes the body, which may contain secrets; not copied, so it must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy would repeat the secret
  public record Body(String contentType, byte[] bytes) {

    /**
     * @throws IllegalArgumentException if the content type contains characters other than visible
     *     ASCII
     */
    public Body {
      visible("Content-Type", contentType);
    }

    @Override
    public String toString() {
      return "Body[" + bytes.length + " bytes]";
    }
  }

  private static String visible(String header, String value) {
    if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException(
          "The value of the header " + header + " must have only visible ASCII characters");
    }
    return value;
  }

  /**
   * Builder of a request. By default, a request may take 10 s, reads up to 1 MiB of the answer, may
   * be sent at any time and to any address, and offers no client certificate. Not safe for use by
   * multiple threads.
   */
  public static final class Builder {

    /** Headers that a transport sets, or that belong to a connection (RFC 9110 §7.6.1). */
    private static final Set<String> OF_TRANSPORTS =
        Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Method method;
    private final String purpose;
    private final URI uri;
    private final SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Optional<Body> body = Optional.empty();
    private Duration deadline = Duration.ofSeconds(10);
    private BooleanSupplier mayLeave = () -> true;
    private int mostBytes = 1024 * 1024;
    private Optional<TlsIdentity> identity = Optional.empty();
    private Reach reach = Reach.ANYWHERE;

    private Builder(Method method, String purpose, URI uri) {
      Origin.of(uri);
      this.method = method;
      this.purpose = purpose;
      this.uri = uri;
    }

    /**
     * Sets a header. It replaces a header with the same name.
     *
     * @param name name in any case
     * @param value visible ASCII characters and spaces; may be a secret
     * @return this builder
     * @throws IllegalArgumentException if the name or the value contains other characters, or if
     *     the transport sets this header: {@code Host}, {@code Cookie}, {@code Content-Type},
     *     {@code Accept-Encoding}, and headers for the length of the body and for the connection
     */
    public Builder header(String name, String value) {
      if (name.isEmpty() || !name.chars().allMatch(Builder::isOfToken)) {
        throw new IllegalArgumentException(
            "The name of a header must be a token (RFC 9110" + " §5.6.2)");
      }
      if (OF_TRANSPORTS.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "A request cannot set the header "
                + name
                + "; remove it, because the transport sets"
                + " it");
      }
      headers.put(name, visible(name, value));
      return this;
    }

    private static boolean isOfToken(int c) {
      return c > 0x20 && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    /**
     * Sets the body.
     *
     * @param contentType the value of the {@code Content-Type} header
     * @param bytes the body; not copied, so it must not be changed
     * @return this builder
     * @throws IllegalArgumentException if the request is a GET, or if the content type contains
     *     characters other than visible ASCII
     */
    public Builder body(String contentType, byte[] bytes) {
      if (method == Method.GET) {
        throw new IllegalArgumentException("A GET must not have a body");
      }
      body = Optional.of(new Body(contentType, bytes));
      return this;
    }

    /**
     * Sets the time limit of the whole request.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder deadline(Duration most) {
      positive("deadline", !most.isNegative() && !most.isZero());
      deadline = most;
      return this;
    }

    /**
     * Sets a condition that the transport checks right before it writes the first byte. A process
     * may be paused between the decision to send and the first byte, and the lease may end during
     * that pause.
     *
     * @param condition returns immediately, and does not throw
     * @return this builder
     */
    public Builder mayLeave(BooleanSupplier condition) {
      mayLeave = condition;
      return this;
    }

    /**
     * Sets the maximum number of bytes of the answer's body.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder mostBytes(int most) {
      positive("mostBytes", most > 0);
      mostBytes = most;
      return this;
    }

    private static void positive(String name, boolean is) {
      if (!is) {
        throw new IllegalArgumentException("The " + name + " of a request must be positive");
      }
    }

    /** {@return this builder, with the client certificate to offer} */
    public Builder identity(TlsIdentity shown) {
      identity = Optional.of(shown);
      return this;
    }

    /** {@return this builder, with the addresses to which the request may be sent} */
    public Builder reach(Reach allowed) {
      reach = allowed;
      return this;
    }

    /** {@return the request} */
    public TransportRequest build() {
      return new TransportRequest(this);
    }
  }
}
