// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.server.TokenSource;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshRules;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.spi.FaultPoints;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;

/** Factory of the components that refresh the grants of each registration. */
public final class Refreshes {

  private final TokenMaterializers materializers;
  private final TaskPools pools;
  private final EventDispatcher events;
  private final FaultPoints faults;
  private final RandomSource random;
  private final OAuthClock clock;
  private final OAuthClientConfig config;

  @Inject
  Refreshes(
      TokenMaterializers materializers,
      TaskPools pools,
      EventDispatcher events,
      FaultPoints faults,
      RandomSource random,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.materializers = materializers;
    this.pools = pools;
    this.events = events;
    this.faults = faults;
    this.random = random;
    this.clock = clock;
    this.config = config;
  }

  /** {@return the refreshes of one registration, which concurrent callers share} */
  public SingleFlight of(
      ClientRegistration registration,
      SealedTokenStore store,
      AuthorizationServer server,
      TokenSource source,
      Revocation revocation) {
    var id = registration.id();
    var exceptions = new TokenExceptions(id);
    Tasks tasks = pools.of(registration.endpoints().address()).grants();
    RegistrationEvents reports = events.of(id);
    TokenMaterializer materializer = materializers.of(registration, source);
    var refresh = new Refresh(rules(registration, source));
    var runs =
        new RefreshRuns(
            refresh,
            new GrantReaders(refresh, store, source.server(), materializer, reports, clock),
            new TokenExchange(source, materializer, config.sizeLimits(), faults),
            new Leases(store, server, clock, random, faults),
            new StoreRepair(store, reports, clock),
            exceptions,
            random,
            clock);
    var look = new StoreLook(runs, clock);
    var issued = new IssuedGrants(materializer, revocation);
    var lateCommits =
        new LateCommits(
            id, look, issued, reports, tasks, clock, config.lease().plus(config.hold()));
    var acquisition =
        new Acquisition(
            runs,
            new RefreshResults(exceptions, issued, lateCommits, reports, clock),
            new TokenWithoutStore(exceptions, source, materializer, random, clock),
            server,
            tasks,
            reports,
            clock,
            config.callerTimeout());
    return new SingleFlight(id, acquisition, look, tasks);
  }

  /** {@return the reader of the tokens of one registration} */
  public TokenReader reader(ClientRegistration registration, SingleFlight flights) {
    return new TokenReader(registration, flights, clock);
  }

  private RefreshRules rules(ClientRegistration registration, TokenSource source) {
    return new RefreshRules(
        config.lease(),
        config.hold(),
        config.requestDeadline(),
        config.tombstoneRetention(),
        registration.refresh().rotation(),
        source.needsNoUser());
  }
}
