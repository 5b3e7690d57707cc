// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Callback request to the redirect URI, not yet validated. {@link #toString()} redacts it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2">RFC 6749 §4.1.2</a>
 */
public final class AuthorizationCallback {

  /**
   * Group 1: the scheme, and the authority, which a private-use scheme may omit. Group 2: the rest,
   * which begins with the path.
   */
  private static final Pattern ABSOLUTE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*+:(?://[^/]*+)?+)(.*+)", Pattern.DOTALL);

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String base;
  private final transient String path;
  private final transient String query;

  /**
   * Creates a callback.
   *
   * @param base scheme and authority of the URL that the browser requested, such as {@code
   *     https://app.example:8443}; empty if unknown. Behind a proxy, this differs from the URL that
   *     the application server reports
   * @param path the raw path of the request; empty if only the query is known
   * @param query the raw query, without {@code ?}
   */
  public AuthorizationCallback(String base, String path, String query) {
    this.base = base;
    this.path = path;
    this.query = query;
  }

  /** {@return scheme and authority; empty if unknown} */
  public String base() {
    return base;
  }

  /** {@return the raw path; empty if only the query is known} */
  public String path() {
    return path;
  }

  /** {@return the raw query, without {@code ?}} */
  public String query() {
    return query;
  }

  /** Creates a callback from path and query. */
  public AuthorizationCallback(String path, String query) {
    this("", path, query);
  }

  /** {@return the callback for this request URL, with or without scheme and host} */
  public static AuthorizationCallback parse(URI requested) {
    return parse(requested.toString());
  }

  /**
   * Creates the callback for a request URL. The method accepts any text. A malformed callback is
   * refused later, with an exception that names the registration.
   *
   * @param requested a full URL, or path and query, or {@code ?} and the query
   * @return the callback
   */
  public static AuthorizationCallback parse(String requested) {
    int fragment = requested.indexOf('#');
    String url = fragment < 0 ? requested : requested.substring(0, fragment);
    int question = url.indexOf('?');
    String query = question < 0 ? "" : url.substring(question + 1);
    return split(question < 0 ? url : url.substring(0, question), query);
  }

  private static AuthorizationCallback split(String url, String query) {
    Matcher absolute = ABSOLUTE.matcher(url);
    if (!absolute.matches()) {
      return new AuthorizationCallback(url, query);
    }
    String path = absolute.group(2);
    return new AuthorizationCallback(absolute.group(1), path.isEmpty() ? "/" : path, query);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuthorizationCallback that
        && base.equals(that.base)
        && path.equals(that.path)
        && query.equals(that.query);
  }

  @Override
  public int hashCode() {
    return Objects.hash(base, path, query);
  }

  @Override
  public String toString() {
    return "AuthorizationCallback[redacted]";
  }
}
