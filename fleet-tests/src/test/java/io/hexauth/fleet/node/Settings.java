// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What harness and nodes have agreed on. */
public final class Settings {

  public static final String CLIENT = "fleet-app";
  public static final String SECRET = "s3cret-of-the-fleet-app";

  /** The server rotates without grace. */
  public static final ClientRegistrationId STRICT = ClientRegistrationId.of("strict");

  /** The server takes a replaced refresh token for a while. */
  public static final ClientRegistrationId GRACE = ClientRegistrationId.of("grace");

  /** The server is to refuse the client: nothing is sent for it for a long time after that. */
  public static final ClientRegistrationId REFUSED = ClientRegistrationId.of("refused");

  /** The application has a token provider of its own. */
  public static final ClientRegistrationId PROVIDED = ClientRegistrationId.of("provided");

  /** The server is called by its name, and what the name means is in a file of the node. */
  public static final ClientRegistrationId NAMED = ClientRegistrationId.of("named");

  /** Clients that act for themselves, without a user. */
  public static final ClientRegistrationId OWN = ClientRegistrationId.of("own");

  /** The grant type of {@link #OWN}, for each node its own principal. */
  public static final String OWN_GRANT = "urn:example:own";

  private Settings() {}

  /** How patient a fleet is; each is a namespace of its own in the same store. */
  public enum Pace {
    /** For faults that have to be waited for. */
    QUICK(Duration.ofMillis(1000), Duration.ofMillis(2300), Duration.ofMillis(1000)),
    /** For faults at random, on a machine that is busy. */
    SOAK(Duration.ofMillis(1500), Duration.ofMillis(3500), Duration.ofMillis(1500)),
    /** For load, and for gates that a test opens in its own time. */
    CALM(Duration.ofSeconds(8), Duration.ofSeconds(20), Duration.ofSeconds(5)),
    /** On another store, which a row has of its own and tells nodes of. */
    ELSEWHERE(Duration.ofMillis(1000), Duration.ofMillis(2300), Duration.ofMillis(1000));

    /** Those on the store of the fleet, which every node has from its start. */
    public static final Set<Pace> AT_START = EnumSet.of(QUICK, SOAK, CALM);

    private final Duration deadline;
    private final Duration lease;
    private final Duration hold;

    Pace(Duration deadline, Duration lease, Duration hold) {
      this.deadline = time("deadline", deadline);
      this.lease = time("lease", lease);
      this.hold = time("hold", hold);
    }

    private Duration time(String name, Duration otherwise) {
      return Duration.parse(
          System.getProperty("fleet." + namespace() + "." + name, otherwise.toString()));
    }

    public String namespace() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public Duration deadline() {
      return deadline;
    }

    public Duration lease() {
      return lease;
    }

    public Duration hold() {
      return hold;
    }

    public OAuthClientConfig config() {
      OAuthClientConfig config =
          OAuthClientConfig.defaults()
              .withNamespace(namespace())
              .withRefreshTimes(deadline, lease, hold);
      return this == CALM
          ? config
          : config.withStaleness(Duration.ofMillis(400)).withCallerTimeout(Duration.ofSeconds(8));
    }
  }

  /**
   * {@return which pace a name is for} Names are {@code pace.registration.anything}, so that a line
   * for a node needs nothing else.
   */
  public static Pace paceOf(String principal) {
    return Pace.valueOf(principal.split("\\.")[0].toUpperCase(java.util.Locale.ROOT));
  }

  /** {@return which registration a name is for} */
  public static ClientRegistrationId registrationOf(String principal) {
    return ClientRegistrationId.of(principal.split("\\.")[1]);
  }
}
