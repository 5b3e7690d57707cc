// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Value that a store keeps under one key: a revision, unencrypted fields as text, and the bytes of
 * an encrypted document. A store writes and returns all of it unchanged, including fields that it
 * does not know. It reads fields only to index, expire and list records.
 *
 * <p>An instant in a field is the number of whole microseconds since 1970-01-01T00:00:00Z, by the
 * store's clock. Immutable, except for the bytes of the document, which are not copied and must not
 * be changed.
 */
public final class StoredGrant {

  /** Name of the field with the state, such as {@code IDLE}. */
  public static final String STATE = "state";

  /**
   * Name of the field with the generation: the number of tokens that have been stored for the
   * grant. 0 if none has been stored.
   */
  public static final String GENERATION = "gen";

  /**
   * Name of the field with the end of a pause. The grant is not refreshed before this instant. The
   * field is absent if there is no pause. An instant more than {@link #LONGEST_PAUSE} in the future
   * counts as no pause.
   */
  public static final String NOT_BEFORE = "not_before";

  /**
   * Longest valid pause of a grant: 61 minutes from the store's current time. If the field {@link
   * #NOT_BEFORE} contains a later instant, the grant has no pause.
   */
  public static final Duration LONGEST_PAUSE = GrantRecord.LONGEST_CREDIBLE_PAUSE;

  /**
   * Name of the field with the latest expiry of the grant's access tokens. The field is absent if
   * no access token has an expiry.
   */
  public static final String ACCESS_EXPIRES_AT = "access_exp";

  /**
   * Name of the field that contains the id of the key with which the document was encrypted. The
   * field is absent if there is no document.
   */
  public static final String KEY_ID = "key_id";

  /** Name of the field with the expiry of the record; absent if the record must be kept. */
  public static final String RETAIN_UNTIL = "purge_at";

  /** Microseconds in one second. */
  private static final long MICROS = 1_000_000;

  /** Nanoseconds in one microsecond. */
  private static final long NANOS = 1_000;

  private static final int LONGEST_NAME = 32;
  private static final int LONGEST_VALUE = 255;

  private final Revision revision;
  private final Map<String, String> fields;
  private final byte @Nullable [] document;
  private final boolean sameDocument;

  private StoredGrant(
      Revision revision,
      Map<String, String> fields,
      byte @Nullable [] document,
      boolean sameDocument) {
    this.revision = Objects.requireNonNull(revision, "revision");
    this.fields = Map.copyOf(fields);
    this.document = document;
    this.sameDocument = sameDocument;
    this.fields.forEach(StoredGrant::check);
  }

  private static void check(String name, String value) {
    if (name.isEmpty() || name.length() > LONGEST_NAME || !isPlain(name)) {
      throw new IllegalArgumentException(
          "The name of a field must have 1 to "
              + LONGEST_NAME
              + " lower-case letters and"
              + " underscores");
    }
    if (value.isEmpty() || value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(
          "The value of field " + name + " must have 1 to " + LONGEST_VALUE + " characters");
    }
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@return a stored grant with these values}
   *
   * @param revision the revision of this write
   * @param fields values by name. A name has 1 to 32 lower-case ASCII letters and underscores. A
   *     value has 1 to 255 characters, without lone surrogates and NUL. A field without a value is
   *     absent
   * @param document the encrypted bytes; not copied
   * @throws IllegalArgumentException if a name or a value has another form
   */
  public static StoredGrant of(
      Revision revision, Map<String, String> fields, Optional<byte[]> document) {
    return new StoredGrant(revision, fields, document.orElse(null), false);
  }

  /**
   * {@return a copy that marks the document as unchanged, so that the store need not write it:
   * {@link #sameDocument()} is true, unless there is no document}
   */
  public StoredGrant withSameDocument() {
    return new StoredGrant(revision, fields, document, document != null);
  }

  /** {@return the revision of this write} */
  public Revision revision() {
    return revision;
  }

  /** {@return the unencrypted fields by name, in an unmodifiable map} */
  public Map<String, String> fields() {
    return fields;
  }

  /** {@return the encrypted bytes; empty if there is no document} */
  public Optional<byte[]> document() {
    return Optional.ofNullable(document);
  }

  /**
   * Returns a hint for the store: true if this document has the same bytes as the stored document
   * that it replaces. The store then need not write them. The hint is never stored, and is false if
   * there is no document.
   */
  public boolean sameDocument() {
    return sameDocument;
  }

  /** {@return the id of the key that encrypted the document; empty if there is no document} */
  public Optional<String> keyId() {
    return Optional.ofNullable(fields.get(KEY_ID));
  }

  /**
   * {@return the expiry of the record; empty if the record must be kept}
   *
   * @throws NumberFormatException if the field is not a number
   */
  public Optional<Instant> retainUntil() {
    return instant(RETAIN_UNTIL);
  }

  /**
   * {@return true if the grant may be refreshed now, and the latest expiry of its access tokens has
   * passed or is within the given time; see {@link TokenStoreMaintenance#due}}
   *
   * @throws NumberFormatException if a field is not a number
   */
  public boolean isDue(Instant now, Duration within) {
    return "IDLE".equals(fields.get(STATE))
        && !"0".equals(fields.getOrDefault(GENERATION, "0"))
        && instant(ACCESS_EXPIRES_AT).filter(end -> !end.isAfter(now.plus(within))).isPresent()
        && instant(NOT_BEFORE).filter(end -> isPaused(now, end)).isEmpty();
  }

  private static boolean isPaused(Instant now, Instant end) {
    return now.isBefore(end) && !end.isAfter(now.plus(LONGEST_PAUSE));
  }

  private Optional<Instant> instant(String name) {
    return Optional.ofNullable(fields.get(name)).map(text -> instantOf(Long.parseLong(text)));
  }

  /** {@return the instant of a number of microseconds since 1970} */
  public static Instant instantOf(long micros) {
    long seconds = Math.floorDiv(micros, MICROS);
    return Instant.ofEpochSecond(seconds, Math.floorMod(micros, MICROS) * NANOS);
  }

  /**
   * {@return the number of microseconds since 1970, rounded down}
   *
   * @throws ArithmeticException if the number does not fit into a {@code long}
   */
  public static long micros(Instant instant) {
    long seconds = Math.multiplyExact(instant.getEpochSecond(), MICROS);
    return Math.addExact(seconds, instant.getNano() / NANOS);
  }

  /** Compares revision, fields and the bytes of the document. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredGrant that
        && revision.equals(that.revision)
        && fields.equals(that.fields)
        && Arrays.equals(document, that.document);
  }

  @Override
  public int hashCode() {
    return revision.hashCode();
  }

  @Override
  public String toString() {
    int bytes = document == null ? 0 : document.length;
    return "StoredGrant[revision=" + revision + ", " + fields + ", " + bytes + " bytes]";
  }
}
