// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.events.ReducedScopes;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Tokens of a token provider, for a grant whose refresh token is {@code old}. Close it after the
 * test.
 */
final class ProvidedTokens implements AutoCloseable {

  private final VirtualClock clock = VirtualClock.create();
  private final OAuthClientConfig config = OAuthClientConfig.defaults();
  private final TaskPools pools = Pools.of(config, clock);
  private final GrantCell cell = Sightings.cell();
  private final ClientRegistration registration;
  private final ServerTokenSource source;

  ProvidedTokens(OAuthTransport transport, Supplier<String> secret) {
    registration =
        ClientRegistration.builder("acme")
            .extensionGrant("urn:example", context -> Map.of())
            .tokenEndpoint("https://as.example/token")
            .clientSecretBasic("app", secret)
            .build();
    RegistrationEvents events = Dispatchers.unheard(registration.id());
    var gates =
        new RequestGates(
            Dispatchers.unheard(), config, clock, new RandomSource(new SecureRandom()));
    var server =
        new AuthorizationServer(
            registration,
            RegistrationSource.BOUND,
            new ServerView(registration, Optional.empty()),
            transport,
            gates.of(registration, RegistrationSource.BOUND),
            events,
            clock,
            Duration.ofSeconds(20),
            SizeLimits.defaults());
    source =
        new ServerTokenSource(
            registration,
            server,
            new OwnGrant(registration, Optional.empty()),
            new ReducedScopes(events));
  }

  /** {@return an answer of the server, in JSON} */
  static TransportResult answer(int status, String json) {
    return new TransportResult.Response(
        status, Map.of("content-type", List.of("application/json")), json.getBytes(UTF_8));
  }

  VirtualClock clock() {
    return clock;
  }

  GrantCell cell() {
    return cell;
  }

  GrantRecord leased() {
    return GrantRecord.builder(cell.key(), Sightings.snapshot(0).grantId(), Instant.EPOCH).build();
  }

  AccessRequest access() {
    return registration.access();
  }

  TokenResult next(TokenProvider provider, ExecutorService threads, Duration deadline) {
    return next(provider, threads, deadline, access());
  }

  TokenResult next(
      TokenProvider provider, ExecutorService threads, Duration deadline, AccessRequest access) {
    var call = new ProviderCall(registration.id(), () -> provider, threads, deadline);
    GrantDocument document =
        GrantDocument.empty()
            .renewed(Optional.of(new RefreshToken("old")), Optional.empty(), Instant.EPOCH);
    return new ProviderTokenSource(call, source, clock, SizeLimits.defaults())
        .next(
            cell,
            access,
            new OpenedGrant(leased(), document),
            Optional.empty(),
            new Permit(1, () -> true, () -> {}));
  }

  TokenExceptions exceptions() {
    return new TokenExceptions(registration.id());
  }

  @Override
  public void close() {
    pools.close();
  }
}
