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
 * The server of one registration, asked for each use: as the application has configured it, or as
 * it publishes itself, with what the application sets in its place. Registrations share what is
 * published, and nothing else.
 */
public final class ServerView {

  private final ClientRegistration registration;
  private final Optional<PublishedMetadata> published;
  private final TokenExceptions exceptions;
  private final AtomicReference<Seen> last;

  /**
   * @param published absent where nothing is discovered
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

  /** {@return whether {@link #metadata()} returns at once} */
  boolean isKnown() {
    return last.get().server().isPresent();
  }

  /**
   * {@return the server as it is known now} Where something was known before, nothing is waited
   * for.
   *
   * @throws OAuthException if nothing is known, and the server does not say it or cannot be used
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
      // Of all who see it at once, one tells the operators.
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
    } catch (IllegalArgumentException e) { // it is not for this registration
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
   * The last view of the server.
   *
   * @param of what is published, by which it was made
   * @param server what this registration makes of it; empty before the first time
   */
  private record Seen(Optional<KnownMetadata> of, Optional<ServerMetadata> server) {}
}
