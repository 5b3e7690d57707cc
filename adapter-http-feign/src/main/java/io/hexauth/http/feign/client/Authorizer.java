// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Origin;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a request may carry a token. */
final class Authorizer {

  private static final String AUTHORIZATION = "Authorization";

  /**
   * The rest of a URL may have characters that {@link URI} refuses and Feign's clients send. What
   * is before it may not, a backslash above all: some parsers end the host there, others do not.
   */
  private static final Pattern BEFORE_PATH = Pattern.compile("[A-Za-z]+://[^/?#]+");

  private final Supplier<OAuthSession> sessions;

  Authorizer(Supplier<OAuthSession> sessions) {
    this.sessions = sessions;
  }

  /** {@return a request that may carry a token of the current session} */
  AuthorizedCall call(Request request) {
    OAuthSession session = sessions.get();
    ClientRegistration registration = session.registration();
    requireUnauthorized(request, registration);
    Origin origin = allowed(request, registration);
    requireHost(request, origin, registration);
    return new AuthorizedCall(session, request);
  }

  /** {@return the options, but no redirect is followed: it would take the token along} */
  static Request.Options withoutRedirects(Request.Options options) {
    if (!options.isFollowRedirects()) {
      return options;
    }
    return new Request.Options(
        options.connectTimeout(),
        options.connectTimeoutUnit(),
        options.readTimeout(),
        options.readTimeoutUnit(),
        false);
  }

  private static void requireUnauthorized(Request request, ClientRegistration registration) {
    for (String name : request.headers().keySet()) {
      if (name.strip().equalsIgnoreCase(AUTHORIZATION)) {
        throw new IllegalStateException(
            about(registration)
                + "the request already has an Authorization header; remove it, or do without"
                + " OAuthFeign for this client");
      }
    }
  }

  private static Origin allowed(Request request, ClientRegistration registration) {
    Origin origin =
        origin(request.url())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        about(registration)
                            + "no token is sent to a URL that is not http or https, has user"
                            + " information or names no host"));
    if (!registration.isConfidential(origin)) {
      throw new IllegalArgumentException(
          about(registration) + "no token is sent to " + origin + ", which is not https");
    }
    boolean allowed =
        registration.resourceOrigins().isEmpty()
            ? baseUrl(request).flatMap(Authorizer::origin).filter(origin::equals).isPresent()
            : registration.resourceOrigins().contains(origin);
    if (!allowed) {
      throw new IllegalArgumentException(
          about(registration)
              + "no token is sent to "
              + origin
              + ": it is not the target's own origin or one of the registration's"
              + " resourceOrigins");
    }
    return origin;
  }

  private static void requireHost(Request request, Origin origin, ClientRegistration registration) {
    if (!HostHeader.isAbsentOrOf(origin, request.headers())) {
      throw new IllegalArgumentException(
          about(registration)
              + "no token is sent with a Host header that is not one for "
              + origin
              + "; remove the header, or make that host the target");
    }
  }

  private static Optional<String> baseUrl(Request request) {
    RequestTemplate template = request.requestTemplate();
    Target<?> target = template == null ? null : template.feignTarget();
    // An empty target has no URL of its own: every call brings one.
    return target == null || target instanceof Target.EmptyTarget
        ? Optional.empty()
        : Optional.ofNullable(target.url());
  }

  private static Optional<Origin> origin(String url) {
    Matcher matcher = BEFORE_PATH.matcher(url);
    try {
      return matcher.lookingAt()
          ? Optional.of(Origin.of(new URI(matcher.group())))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String about(ClientRegistration registration) {
    return "Client registration '" + registration.id() + "': ";
  }
}
