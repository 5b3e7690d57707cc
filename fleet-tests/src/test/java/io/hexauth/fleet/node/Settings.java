// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Settings that the harness and the nodes share. */
public final class Settings {

  public static final String CLIENT = "fleet-app";
  public static final String SECRET = "s3cret-of-the-fleet-app";

  /** The server rotates without a grace period. */
  public static final ClientRegistrationId STRICT = ClientRegistrationId.of("strict");

  /** The server accepts a replaced refresh token during a grace period. */
  public static final ClientRegistrationId GRACE = ClientRegistrationId.of("grace");

  /**
   * The server refuses the client. After that, nothing is sent for the registration for a long
   * time.
   */
  public static final ClientRegistrationId REFUSED = ClientRegistrationId.of("refused");

  /** The application supplies a token provider. */
  public static final ClientRegistrationId PROVIDED = ClientRegistrationId.of("provided");

  /** The server is called by a host name, whose address is in a file of the node. */
  public static final ClientRegistrationId NAMED = ClientRegistrationId.of("named");

  /** The client acts for itself, without a user. */
  public static final ClientRegistrationId OWN = ClientRegistrationId.of("own");

  /** Grant type of {@link #OWN}; each node uses its own principal. */
  public static final String OWN_GRANT = "urn:example:own";

  private Settings() {}

  /** Time limits of a fleet. Each pace is a separate namespace in the same store. */
  public enum Pace {
    /** Short limits, for faults whose end a test must await. */
    QUICK(Duration.ofMillis(1000), Duration.ofMillis(2300), Duration.ofMillis(1000)),
    /** For random faults on a busy machine. */
    SOAK(Duration.ofMillis(1500), Duration.ofMillis(3500), Duration.ofMillis(1500)),
    /** Long limits, for load and for stops that a test releases itself. */
    CALM(Duration.ofSeconds(8), Duration.ofSeconds(20), Duration.ofSeconds(5)),
    /** On a separate store, which a row creates and announces to the nodes. */
    ELSEWHERE(Duration.ofMillis(1000), Duration.ofMillis(2300), Duration.ofMillis(1000));

    /** Paces on the store of the fleet, which every node has from its start. */
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
   * {@return the pace of a user name} Names have the form {@code pace.registration.anything}, so a
   * command for a node contains all it needs.
   */
  public static Pace paceOf(String principal) {
    return Pace.valueOf(principal.split("\\.")[0].toUpperCase(java.util.Locale.ROOT));
  }

  /** {@return the registration of a user name} */
  public static ClientRegistrationId registrationOf(String principal) {
    return ClientRegistrationId.of(principal.split("\\.")[1]);
  }
}
