// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.server;

import io.hexauth.domain.registration.ServerMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Known metadata of a server that publishes it, with the result of the last fetch. Metadata is used
 * until newer metadata has been fetched, however old it is. A server whose metadata cannot be
 * fetched may still answer token requests. Times are values of {@code nanoTime}, compared by
 * difference.
 *
 * @param metadata the metadata in use; empty if none has been fetched
 * @param moved true if the last answer had an endpoint at another origin, which is not used
 * @param due the time of the next fetch
 * @param problem the reason why the last fetch failed, as a text of Hexauth; empty if it succeeded
 * @param status the HTTP status of an unusable answer; 0 if there was no answer
 * @param retryable true if another attempt can succeed
 */
public record KnownMetadata(
    Optional<ServerMetadata> metadata,
    boolean moved,
    long due,
    String problem,
    int status,
    boolean retryable) {

  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(24);

  /** Lifetime of metadata whose answer does not specify one. */
  private static final Duration USUAL = Duration.ofHours(1);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

  /**
   * Directives of a {@code Cache-Control} header (RFC 9111 §5.2.2). Nine digits are enough for more
   * than the longest lifetime.
   */
  private static final Pattern DIRECTIVE =
      Pattern.compile("(?i)(?:^|,)\\s*(?:no-store|no-cache|max-age=\"?([0-9]{1,9}))");

  /** {@return the state before the first fetch, which is due immediately} */
  public static KnownMetadata nothing(long now) {
    return new KnownMetadata(Optional.empty(), false, now, "", 0, true);
  }

  /** {@return true if the metadata is due for a fetch} */
  public boolean isDue(long now) {
    return now - due >= 0;
  }

  /**
   * {@return the state after a successful fetch}
   *
   * @param read the metadata in the answer
   * @param cacheControl the {@code Cache-Control} headers of the answer. The smallest {@code
   *     max-age} counts, from 5 minutes to 24 hours; 1 hour if there is none
   * @param now the current time
   */
  public KnownMetadata published(ServerMetadata read, List<String> cacheControl, long now) {
    ServerMetadata used = metadata.map(read::since).orElse(read);
    long due = now + lifetime(cacheControl).toNanos();
    return new KnownMetadata(Optional.of(used), !used.equals(read), due, "", 0, true);
  }

  private static Duration lifetime(List<String> cacheControl) {
    long least = Long.MAX_VALUE;
    Matcher directive = DIRECTIVE.matcher(String.join(",", cacheControl));
    while (directive.find()) {
      String seconds = directive.group(1);
      least = Math.min(least, seconds == null ? 0 : Long.parseLong(seconds));
    }
    return least == Long.MAX_VALUE
        ? USUAL
        : Duration.ofSeconds(Math.max(SHORTEST.toSeconds(), Math.min(LONGEST.toSeconds(), least)));
  }

  /**
   * {@return the state after a failed fetch, with the same metadata as before}
   *
   * @param why the reason, as a text of Hexauth
   * @param status the HTTP status of an unusable answer; 0 if there was no answer
   * @param retryable true if another attempt can succeed
   * @param asked the pause that the server asked for; zero if it asked for none
   * @param now the current time
   */
  public KnownMetadata failed(String why, int status, boolean retryable, Duration asked, long now) {
    Duration pause = asked.compareTo(PAUSE_AFTER_FAILURE) > 0 ? asked : PAUSE_AFTER_FAILURE;
    return new KnownMetadata(metadata, false, now + pause.toNanos(), why, status, retryable);
  }
}
