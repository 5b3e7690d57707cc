// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.server.ServerLog;
import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.internal.authorization.CallbackLocation;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.ports.api.ClientRegistrations;
import io.hexauth.ports.api.RevisedRegistration;
import io.hexauth.ports.spi.OAuthClock;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engines of the registrations in the application's database. A result of the database is used for
 * the staleness; then the database is asked again. A changed registration gets a new engine, and
 * the engine of a removed one is dropped. Requests that a dropped engine has started continue.
 */
public final class ServedEngines {

  private static final Logger LOG = LoggerFactory.getLogger(ServedEngines.class);

  private static final String WHAT = "the ClientRegistrations";

  /** Pause after a failure of the database, in which a known id is not looked up again. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

  private static final Comparator<Answer> LEAVES_FIRST =
      Comparator.comparing((Answer answer) -> answer.engine().isPresent())
          .thenComparingLong(Answer::asked);

  /**
   * Limit on the results in memory. Results without a registration are removed first, beginning
   * with the oldest.
   */
  static final int MOST = 20_000;

  private final Optional<ClientRegistrations> offered;
  private final Collection<ClientRegistration> bound;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final OncePerMinute trouble;
  private final long staleness;
  private final int most;
  private final ConcurrentMap<ClientRegistrationId, Answer> answers = new ConcurrentHashMap<>();

  private volatile Consumer<ClientRegistrationId> dropped = id -> {};

  @Inject
  ServedEngines(
      Optional<ClientRegistrations> offered,
      Map<ClientRegistrationId, ClientRegistration> bound,
      TaskPools pools,
      OAuthClock clock,
      OAuthClientConfig config) {
    this(offered, bound.values(), pools.registrations(), clock, config.staleness().toNanos(), MOST);
  }

  ServedEngines(
      Optional<ClientRegistrations> offered,
      Collection<ClientRegistration> bound,
      Tasks tasks,
      OAuthClock clock,
      long staleness,
      int most) {
    this.offered = offered;
    this.bound = bound;
    this.tasks = tasks;
    this.clock = clock;
    this.trouble = new OncePerMinute(clock);
    this.staleness = staleness;
    this.most = most;
  }

  /**
   * Result of the database.
   *
   * @param revision the revision of the registration
   * @param engine the engine; empty if there is no such registration
   * @param asked the time of the look-up, by {@link OAuthClock#nanoTime()}
   */
  private record Answer(String revision, Optional<GrantEngine> engine, long asked) {

    private Answer asked(long when) {
      return new Answer(revision, engine, when);
    }
  }

  void whenDropped(Consumer<ClientRegistrationId> listener) {
    this.dropped = listener;
  }

  /**
   * {@return the engine of this registration; empty if the database has no such registration}
   *
   * @param id the id of the registration
   * @param maker creates an engine
   * @throws OAuthException if the database does not answer, and has never returned a result for
   *     this id
   */
  Optional<GrantEngine> find(
      ClientRegistrationId id, Function<ClientRegistration, GrantEngine> maker) {
    if (offered.isEmpty()) {
      return Optional.empty();
    }
    Answer known = fresh(id);
    return known != null ? known.engine() : asked(id, maker).engine();
  }

  private @Nullable Answer fresh(ClientRegistrationId id) {
    Answer known = answers.get(id);
    return known != null && clock.nanoTime() - known.asked() < staleness ? known : null;
  }

  private Answer asked(ClientRegistrationId id, Function<ClientRegistration, GrantEngine> maker) {
    try {
      return tasks.await(id, tasks.join(id, id, () -> answer(id, maker)));
    } catch (OAuthException e) {
      Answer last = answers.get(id);
      if (last == null) {
        throw e;
      }
      // Otherwise, each call would wait for a database that does not answer.
      long due = clock.nanoTime() + Math.min(PAUSE, staleness);
      answers.replace(id, last, last.asked(due - staleness));
      if (trouble.isTime()) {
        LOG.warn(
            "Client registration '{}': the ClientRegistrations of the application failed; the"
                + " last known registration is still used. {}",
            id,
            ServerLog.reason(e));
      }
      return last;
    }
  }

  /**
   * Looks up a registration, one call at a time for each id. The previous call may already have
   * returned the result.
   */
  private Answer answer(ClientRegistrationId id, Function<ClientRegistration, GrantEngine> maker) {
    Answer known = fresh(id);
    if (known != null) {
      return known;
    }
    long now = clock.nanoTime();
    Optional<RevisedRegistration> found = checked(id);
    makeRoom(id);
    Answer next = next(answers.get(id), found, now, maker);
    answers.put(id, next);
    if (next.engine().isEmpty()) {
      dropped.accept(id);
    }
    return next;
  }

  private static Answer next(
      @Nullable Answer current,
      Optional<RevisedRegistration> found,
      long now,
      Function<ClientRegistration, GrantEngine> maker) {
    String revision = found.map(RevisedRegistration::revision).orElse("");
    if (current != null
        && current.engine().isPresent() == found.isPresent()
        && current.revision().equals(revision)) {
      return current.asked(now);
    }
    Optional<GrantEngine> engine = found.map(RevisedRegistration::registration).map(maker);
    return new Answer(revision, engine, now);
  }

  /** Removes a result if there are too many. This is rare, so it may examine all of them. */
  private void makeRoom(ClientRegistrationId newcomer) {
    if (answers.size() < most || answers.containsKey(newcomer)) {
      return;
    }
    answers.entrySet().stream()
        .min(Map.Entry.comparingByValue(LEAVES_FIRST))
        .map(Map.Entry::getKey)
        .ifPresent(
            oldest -> {
              answers.remove(oldest);
              dropped.accept(oldest);
            });
  }

  private Optional<RevisedRegistration> checked(ClientRegistrationId id) {
    Optional<RevisedRegistration> found;
    try {
      found = offered.orElseThrow().find(id);
    } catch (OAuthException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new TokenProviderException(id, WHAT, Reason.FAILED, e);
    }
    if (found == null) {
      throw new TokenProviderException(id, WHAT, Reason.NOTHING, null);
    }
    found.map(RevisedRegistration::registration).ifPresent(served -> check(id, served));
    return found;
  }

  /**
   * Checks a registration against the bound registrations only. So the order in which registrations
   * are loaded makes no difference.
   */
  private void check(ClientRegistrationId id, ClientRegistration served) {
    if (!served.id().equals(id)) {
      throw notAllowed(id, "its id is '" + served.id() + "'");
    }
    if (served.redirectUri().filter(uri -> !CallbackLocation.names(uri, id)).isPresent()) {
      throw notAllowed(id, "its id must be the last segment of the path of its redirect URI");
    }
    bound.stream()
        .filter(other -> isMistakenFor(served, other))
        .findFirst()
        .ifPresent(
            other -> {
              throw notAllowed(
                  id, "its redirect URI is that of the bound registration '" + other.id() + "'");
            });
  }

  private static boolean isMistakenFor(ClientRegistration served, ClientRegistration other) {
    return served.redirectUri().isPresent()
        && other.redirectUri().isPresent()
        && (isMistakenFor(served.redirectUri().get(), other.redirectUri().get())
            || isMistakenFor(other.redirectUri().get(), served.redirectUri().get()));
  }

  private static boolean isMistakenFor(RedirectUri mine, RedirectUri other) {
    return CallbackLocation.needed(mine, other).isEmpty();
  }

  private static TokenProviderException notAllowed(ClientRegistrationId id, String rule) {
    return notAllowed(id, new IllegalArgumentException(rule));
  }

  /** {@return the exception for a registration that breaks a rule} */
  static TokenProviderException notAllowed(ClientRegistrationId id, IllegalArgumentException rule) {
    return new TokenProviderException(id, WHAT, Reason.NOT_ALLOWED, rule);
  }
}
