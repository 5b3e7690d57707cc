// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.server;

import io.hexauth.domain.registration.ServerMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * State of what is known about one server that publishes its metadata. What was fetched once is
 * used until something newer is there, however old it is: a server that cannot be asked for its
 * metadata may well answer token requests. Times are {@code nanoTime}s, compared by difference.
 *
 * @param metadata what is used; empty if nothing was ever fetched
 * @param moved whether the last answer had an endpoint at another origin, which is not used
 * @param due when it is fetched again
 * @param problem why the last fetch has brought nothing, in our words; empty if it has
 * @param status the HTTP status of an answer that cannot be used; 0 if there was no answer
 * @param retryable whether trying the same again can help
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

  /** For answers that say nothing about it. */
  private static final Duration USUAL = Duration.ofHours(1);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

  /** Of a {@code Cache-Control} header (RFC 9111 §5.2.2); nine digits are more than the longest. */
  private static final Pattern DIRECTIVE =
      Pattern.compile("(?i)(?:^|,)\\s*(?:no-store|no-cache|max-age=\"?([0-9]{1,9}))");

  /** {@return the state before the first fetch, which is due at once} */
  public static KnownMetadata nothing(long now) {
    return new KnownMetadata(Optional.empty(), false, now, "", 0, true);
  }

  /** {@return whether it is time to fetch} */
  public boolean isDue(long now) {
    return now - due >= 0;
  }

  /**
   * {@return the state after the server has published this}
   *
   * @param cacheControl headers of the answer, of which the least {@code max-age} counts, from 5
   *     minutes to 24 hours; 1 hour if there is none
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
   * {@return the state after a fetch that has brought nothing: what was known stays}
   *
   * @param why in our words
   * @param status of an answer that cannot be used; 0 if there was no answer
   * @param asked how long the server wants to be left alone; zero if it did not say
   */
  public KnownMetadata failed(String why, int status, boolean retryable, Duration asked, long now) {
    Duration pause = asked.compareTo(PAUSE_AFTER_FAILURE) > 0 ? asked : PAUSE_AFTER_FAILURE;
    return new KnownMetadata(metadata, false, now + pause.toNanos(), why, status, retryable);
  }
}
