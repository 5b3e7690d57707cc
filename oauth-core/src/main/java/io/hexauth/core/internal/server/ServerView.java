// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.server.KnownMetadata;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Origin;
import io.hexauth.domain.registration.ServerMetadata;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Current server of one registration: the configured metadata, or the published metadata in which
 * configured values replace published ones. Registrations share only the published part.
 */
public final class ServerView {

  private final ClientRegistration registration;
  private final Optional<PublishedMetadata> published;
  private final TokenExceptions exceptions;
  private final AtomicReference<Seen> last;

  /**
   * Creates the component for one registration.
   *
   * @param published the published metadata; empty if the registration has no discovery
   */
  ServerView(ClientRegistration registration, Optional<PublishedMetadata> published) {
    this.registration = registration;
    this.published = published;
    this.exceptions = new TokenExceptions(registration.id());
    this.last =
        new AtomicReference<>(
            new Seen(
                Optional.empty(),
                published.isPresent() ? Optional.empty() : Optional.of(registration.endpoints())));
  }

  /** {@return true if {@link #metadata()} returns immediately} */
  boolean isKnown() {
    return last.get().server().isPresent();
  }

  /**
   * {@return the current metadata of the server} If older metadata is known, the method does not
   * wait.
   *
   * @throws OAuthException if no metadata is known, and it cannot be fetched or used
   */
  public ServerMetadata metadata() {
    Seen seen = last.get();
    if (published.isEmpty()) {
      return seen.server().orElseThrow();
    }
    PublishedMetadata shared = published.get();
    KnownMetadata known = shared.now(registration.id());
    if (!seen.of().equals(Optional.of(known))) {
      Seen next = new Seen(Optional.of(known), Optional.of(server(shared, known, seen)));
      // If several threads see this at the same time, only one reports it.
      if (last.compareAndSet(seen, next) && known.moved()) {
        shared.reportMoved(registration.id());
      }
      seen = next;
    }
    return seen.server().orElseThrow();
  }

  private ServerMetadata server(PublishedMetadata shared, KnownMetadata known, Seen before) {
    ServerMetadata metadata =
        known
            .metadata()
            .orElseThrow(() -> exceptions.undiscovered(issuer(), known, shared.pause(known)));
    try {
      return registration.server(metadata);
    } catch (IllegalArgumentException e) { // this registration may not use the metadata
      String problem = String.valueOf(e.getMessage());
      ServerMetadata used =
          before.server().orElseThrow(() -> exceptions.metadata(issuer(), 200, problem));
      shared.usedOn(registration.id(), problem);
      return used;
    }
  }

  private Origin issuer() {
    return registration.endpoints().issuer().orElseThrow().origin();
  }

  /**
   * Last result.
   *
   * @param of the published metadata from which it was created
   * @param server the metadata for this registration; empty before the first use
   */
  private record Seen(Optional<KnownMetadata> of, Optional<ServerMetadata> server) {}
}
