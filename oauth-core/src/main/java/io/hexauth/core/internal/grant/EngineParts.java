// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCells;
import io.hexauth.core.internal.cache.Views;
import io.hexauth.core.internal.concurrent.ServerTasks;
import io.hexauth.core.internal.events.ReducedScopes;
import io.hexauth.core.internal.refresh.Acquisition;
import io.hexauth.core.internal.refresh.RefreshParts;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.refresh.TokenMaterializer;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.server.OwnGrant;
import io.hexauth.core.internal.server.ProvidedToken;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.core.internal.server.RequestGate;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.storage.GrantSealer;
import io.hexauth.core.internal.storage.GrantStore;
import io.hexauth.core.internal.storage.PendingAuthorizations;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.grant.SizeLimits;
import io.hexauth.domain.refresh.Refresh;
import io.hexauth.domain.refresh.RefreshRules;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.ResourceOwnerCredentials;
import io.hexauth.ports.spi.TokenProvider;
import jakarta.inject.Provider;
import java.util.Optional;

/** The parts of one registration's engine, put together once. */
record EngineParts(
    ClientRegistration registration,
    GrantCells cells,
    SingleFlight flights,
    GrantInstaller installer,
    GrantRevoker ending,
    TokenSource source,
    boolean provided,
    ServerTasks tasks,
    PendingAuthorizations pending,
    OAuthClock clock,
    SizeLimits limits) {

  static EngineParts of(
      ClientRegistration registration,
      Surroundings around,
      Optional<Provider<TokenProvider>> provider,
      Optional<Provider<ResourceOwnerCredentials>> credentials) {
    OAuthClientConfig config = around.config();
    OAuthClock clock = around.clock();
    ServerTasks tasks = around.pools().of(registration.endpoints().token());
    RandomSource chance = around.chance();
    var id = registration.id();
    RequestGate gate = around.gates().of(registration);
    var server =
        new AuthorizationServer(
            registration,
            around.transport(),
            gate,
            registration
                .endpoints()
                .revocation()
                .map(endpoint -> around.gates().revocations(registration, endpoint)),
            clock,
            config.requestDeadline(),
            config.sizeLimits());
    var source =
        new TokenSource(
            registration,
            server,
            new OwnGrant(registration, credentials),
            new ReducedScopes(id, around.incidents()));
    var sealer = new GrantSealer(around.cipher(), config.namespace(), id);
    var store =
        new SealedTokenStore(
            new GrantStore(around.store(), id, clock, chance, config.lease()),
            sealer,
            id,
            config,
            around.node());
    var memory =
        new TokenMaterializer(
            registration,
            around.announcer(),
            clock,
            config.staleness(),
            around.node(),
            provider.isEmpty());
    var revocation = new Revocation(registration, server, tasks.revocations());
    Optional<ProvidedToken> provided =
        provider.map(
            p ->
                new ProvidedToken(
                    new ProviderCall(id, p, tasks.providers(), config.requestDeadline()),
                    source,
                    clock,
                    config.sizeLimits()));
    var refresh =
        new Refresh(
            new RefreshRules(
                config.lease(),
                config.hold(),
                config.requestDeadline(),
                config.tombstoneRetention(),
                registration.refresh().rotation(),
                source.isSelfObtainable() || provided.isPresent()));
    var acquisition =
        new Acquisition(
            new RefreshParts(
                id,
                refresh,
                store,
                source,
                provided,
                memory,
                revocation,
                gate,
                tasks.grants(),
                clock,
                config,
                chance,
                around.faults(),
                around.incidents()));
    return new EngineParts(
        registration,
        new GrantCells(
            config.namespace(),
            id,
            registration.access(),
            around.cached(),
            new Views(config.viewsPerGrant(), id, clock, around.incidents()::report),
            config.sizeLimits()),
        new SingleFlight(id, acquisition, tasks.grants()),
        new GrantInstaller(id, store, memory, clock, chance, config.sizeLimits()),
        new GrantRevoker(store, revocation, clock),
        source,
        provided.isPresent(),
        tasks,
        new PendingAuthorizations(
            id, around.pending(), sealer, tasks.visitors(), around.incidents(), clock, config),
        clock,
        config.sizeLimits());
  }
}
