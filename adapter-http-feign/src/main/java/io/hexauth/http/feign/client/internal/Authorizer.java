// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.Contract;
import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import io.hexauth.domain.registration.ApiCallRules;
import io.hexauth.domain.registration.Origin;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may carry a token, and of which session. */
public final class Authorizer {

  /**
   * Part of a URL before its path. {@link URI} is stricter than Feign's clients about the
   * characters after this part. In this part, characters such as a backslash are refused, because
   * parsers disagree about where the host ends.
   */
  private static final Pattern BEFORE_PATH = Pattern.compile("[A-Za-z]+://[^/?#]+");

  private final Sessions sessions;

  /** Origin of the last URL, because most calls of a client go to one origin. */
  private volatile KnownOrigin known = new KnownOrigin("", Optional.empty());

  /** Cached options without redirects, because most calls of a client have the same options. */
  private volatile Request.Options direct =
      new Request.Options(0, TimeUnit.MILLISECONDS, 0, TimeUnit.MILLISECONDS, false);

  /** Creates an authorizer that finds the session of each request in {@code sessions}. */
  public Authorizer(Sessions sessions) {
    this.sessions = sessions;
  }

  /** {@return the contract, extended with a check of each method when Feign builds the API} */
  public Contract preparing(Contract contract) {
    return type -> {
      List<MethodMetadata> methods = contract.parseAndValidateMetadata(type);
      methods.stream().filter(method -> !method.isIgnored()).forEach(sessions::prepare);
      return methods;
    };
  }

  /** {@return the session whose token the request carries} */
  OAuthSession session(Request request) {
    return sessions.of(request);
  }

  /** {@return the request, after the check that it may carry a token of its session} */
  AuthorizedCall call(Request request) {
    return call(request, session(request));
  }

  /** {@return the request, after the check that it may carry a token of this session} */
  AuthorizedCall call(Request request, OAuthSession session) {
    ApiCallRules.check(
        session.registration(), origin(request.url()), own(request), request.headers());
    return new AuthorizedCall(session, request);
  }

  /**
   * {@return a copy of the options without redirects, because a redirect would take the token to
   * another server}
   */
  Request.Options withoutRedirects(Request.Options options) {
    if (!options.isFollowRedirects()) {
      return options;
    }
    Request.Options known = direct;
    if (hasTimeouts(known, options)) {
      return known;
    }
    var made =
        new Request.Options(
            options.connectTimeout(),
            options.connectTimeoutUnit(),
            options.readTimeout(),
            options.readTimeoutUnit(),
            false);
    direct = made;
    return made;
  }

  private static boolean hasTimeouts(Request.Options some, Request.Options others) {
    return some.connectTimeout() == others.connectTimeout()
        && some.connectTimeoutUnit() == others.connectTimeoutUnit()
        && some.readTimeout() == others.readTimeout()
        && some.readTimeoutUnit() == others.readTimeoutUnit();
  }

  private Optional<Origin> own(Request request) {
    RequestTemplate template = request.requestTemplate();
    Target<?> target = template == null ? null : template.feignTarget();
    // An empty target has no URL: every call brings its own URL.
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
   * Cached origin of a URL.
   *
   * @param beforePath the part of the URL from which the origin was read
   */
  private record KnownOrigin(String beforePath, Optional<Origin> origin) {

    boolean isThatOf(String url) {
      int end = beforePath.length();
      return url.startsWith(beforePath)
          && (url.length() == end || "/?#".indexOf(url.charAt(end)) >= 0);
    }
  }
}
