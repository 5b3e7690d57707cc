// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Authorization server without a network. It knows the subject and the scopes of its tokens, grants
 * more or less than requested at random, and records every request that exceeds a grant.
 */
final class ScopedServer implements OAuthTransport {

  /** Result of one authorization. */
  record Family(String subject, Set<String> scopes, Set<String> resources) {}

  private record Code(Family family, Optional<String> asked) {}

  private final Random random;
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Family> refreshTokens = new HashMap<>();
  private final Map<String, Family> accessTokens = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int serial;
  private boolean reduced;

  ScopedServer(long seed) {
    this.random = new Random(seed);
  }

  /** {@return requests that exceeded their grant, and refresh tokens that were not valid} */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** {@return the grant of an access token} */
  synchronized Family what(String accessToken) {
    return accessTokens.get(accessToken);
  }

  synchronized int requests() {
    return serial;
  }

  /** {@return true if an answer since the last call granted less than requested} */
  synchronized boolean hasReduced() {
    boolean was = reduced;
    reduced = false;
    return was;
  }

  /** Lets a user consent to an authorization request. */
  synchronized String consent(String query, String subject) {
    Form form = Form.decode(query);
    String code = "code-" + ++serial;
    codes.put(
        code, new Code(new Family(subject, granted(form), resources(form)), form.first("scope")));
    return code;
  }

  @Override
  public synchronized TransportResult send(TransportRequest request) {
    Form form =
        Form.decode(new String(request.body().orElseThrow().bytes(), StandardCharsets.US_ASCII));
    serial++;
    return switch (form.first("grant_type").orElse("")) {
      case "authorization_code" -> {
        Code code = codes.remove(form.first("code").orElseThrow());
        yield issued(code.family(), code.family().scopes(), code.asked(), true);
      }
      case "refresh_token" -> refreshed(form);
      case "client_credentials" -> started("client", form, false);
      default -> started(form.first("subject").orElseThrow(), form, true);
    };
  }

  private TransportResult started(String subject, Form form, boolean withRefreshToken) {
    var family = new Family(subject, granted(form), resources(form));
    return issued(family, family.scopes(), form.first("scope"), withRefreshToken);
  }

  private TransportResult refreshed(Form form) {
    Family family = refreshTokens.remove(form.first("refresh_token").orElseThrow());
    if (family == null) {
      violations.add("a refresh token came twice");
      return answer(400, "{\"error\":\"invalid_grant\"}");
    }
    Set<String> asked = form.first("scope").map(ScopedServer::scopes).orElse(family.scopes());
    if (!family.scopes().containsAll(asked) || !family.resources().containsAll(resources(form))) {
      violations.add("asked for " + form.parameters() + " of " + family);
      return answer(400, "{\"error\":\"invalid_scope\"}");
    }
    Set<String> scopes = asked;
    if (random.nextInt(8) == 0 && asked.size() > 1) {
      scopes = Set.of(asked.iterator().next());
      reduced = true;
    }
    return issued(family, scopes, Optional.of(String.join(" ", asked)), true);
  }

  /** {@return the granted scopes: those that were requested, fewer, or more} */
  private Set<String> granted(Form form) {
    var scopes =
        new LinkedHashSet<>(form.first("scope").map(ScopedServer::scopes).orElse(Set.of()));
    if (random.nextInt(3) == 0 && scopes.size() > 1) {
      scopes.remove(scopes.iterator().next());
      reduced = true;
    }
    if (random.nextInt(6) == 0) {
      scopes.add("extra");
    }
    return scopes;
  }

  private TransportResult issued(
      Family family, Set<String> scopes, Optional<String> asked, boolean withRefreshToken) {
    String access = "at-" + serial;
    accessTokens.put(access, new Family(family.subject(), scopes, family.resources()));
    String refresh = "";
    if (withRefreshToken) {
      refreshTokens.put("rt-" + serial, family);
      refresh = ",\"refresh_token\":\"rt-" + serial + "\"";
    }
    // If the granted scopes equal the requested ones, the answer may omit them (RFC 6749 §5.1).
    boolean silent = scopes(asked.orElse("")).equals(scopes) && random.nextBoolean();
    String scope = silent ? "" : ",\"scope\":\"" + String.join(" ", scopes) + "\"";
    return answer(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600%s%s}"
            .formatted(access, refresh, scope));
  }

  private static TransportResult answer(int status, String json) {
    return new TransportResult.Response(
        status,
        Map.of("content-type", List.of("application/json")),
        json.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> scopes(String text) {
    return Scopes.parse(text).values();
  }

  private static Set<String> resources(Form form) {
    return Set.copyOf(form.parameters().getOrDefault("resource", List.of()));
  }
}
