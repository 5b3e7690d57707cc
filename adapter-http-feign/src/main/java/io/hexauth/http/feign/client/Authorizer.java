// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import io.hexauth.domain.registration.ApiCallRules;
import io.hexauth.domain.registration.Origin;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may carry a token. */
final class Authorizer {

  /**
   * The rest of a URL may have characters that {@link URI} refuses and Feign's clients send. What
   * is before it may not, a backslash above all: some parsers end the host there, others do not.
   */
  private static final Pattern BEFORE_PATH = Pattern.compile("[A-Za-z]+://[^/?#]+");

  private final Supplier<OAuthSession> sessions;

  /** That of the last URL: most calls of a client go to one. */
  private volatile KnownOrigin known = new KnownOrigin("", Optional.empty());

  Authorizer(Supplier<OAuthSession> sessions) {
    this.sessions = sessions;
  }

  /** {@return a request that may carry a token of the current session} */
  AuthorizedCall call(Request request) {
    OAuthSession session = sessions.get();
    ApiCallRules.check(
        session.registration(), origin(request.url()), own(request), request.headers());
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

  private Optional<Origin> own(Request request) {
    RequestTemplate template = request.requestTemplate();
    Target<?> target = template == null ? null : template.feignTarget();
    // An empty target has no URL of its own: every call brings one.
    return target == null || target instanceof Target.EmptyTarget
        ? Optional.empty()
        : origin(target.url());
  }

  private Optional<Origin> origin(@Nullable String url) {
    if (url == null) {
      return Optional.empty();
    }
    KnownOrigin last = known;
    if (last.isThatOf(url)) {
      return last.origin();
    }
    Matcher matcher = BEFORE_PATH.matcher(url);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    try {
      var found =
          new KnownOrigin(matcher.group(), Optional.of(Origin.of(new URI(matcher.group()))));
      known = found;
      return found.origin();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * An origin that was read before.
   *
   * @param beforePath the text that it was read from
   */
  private record KnownOrigin(String beforePath, Optional<Origin> origin) {

    boolean isThatOf(String url) {
      int end = beforePath.length();
      return url.startsWith(beforePath)
          && (url.length() == end || "/?#".indexOf(url.charAt(end)) >= 0);
    }
  }
}
