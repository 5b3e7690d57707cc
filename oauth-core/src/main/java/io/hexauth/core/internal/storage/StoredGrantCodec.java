// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import static io.hexauth.ports.spi.StoredGrant.ACCESS_EXPIRES_AT;
import static io.hexauth.ports.spi.StoredGrant.GENERATION;
import static io.hexauth.ports.spi.StoredGrant.KEY_ID;
import static io.hexauth.ports.spi.StoredGrant.NOT_BEFORE;
import static io.hexauth.ports.spi.StoredGrant.RETAIN_UNTIL;
import static io.hexauth.ports.spi.StoredGrant.STATE;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Codec of records and stored fields. A damaged record is always reported, and never read as a
 * different one.
 */
public final class StoredGrantCodec {

  /** Layout in which fields are written. */
  private static final int LAYOUT = 1;

  private static final String LAYOUT_FIELD = "layout";
  private static final String GRANT_ID = "grant_id";
  private static final String EPOCH = "epoch";
  private static final String ATTEMPT = "attempt";
  private static final String OWNER = "owner";
  private static final String ATTEMPT_ID = "attempt_id";
  private static final String LEASE_UNTIL = "lease_until";
  private static final String ERROR_CODE = "err_code";
  private static final String FORMAT = "fmt";
  private static final String COMMIT_ID = "commit_id";
  private static final String CREATED_AT = "created_at";
  private static final String UPDATED_AT = "updated_at";

  private static final Set<String> KNOWN =
      Set.of(
          LAYOUT_FIELD,
          GRANT_ID,
          GENERATION,
          EPOCH,
          STATE,
          ATTEMPT,
          OWNER,
          ATTEMPT_ID,
          LEASE_UNTIL,
          NOT_BEFORE,
          ERROR_CODE,
          FORMAT,
          KEY_ID,
          COMMIT_ID,
          ACCESS_EXPIRES_AT,
          RETAIN_UNTIL,
          CREATED_AT,
          UPDATED_AT);

  private StoredGrantCodec() {}

  /** {@return the stored form of a record} */
  public static StoredGrant encode(GrantRecord record, Revision revision) {
    Map<String, String> fields = new LinkedHashMap<>(record.others());
    fields.put(LAYOUT_FIELD, Integer.toString(LAYOUT));
    fields.put(GRANT_ID, record.grantId().value());
    fields.put(GENERATION, Long.toString(record.generation()));
    fields.put(EPOCH, Long.toString(record.epoch()));
    fields.put(STATE, record.state().name());
    fields.put(ATTEMPT, Integer.toString(record.attempt()));
    record
        .lease()
        .ifPresent(
            lease -> {
              fields.put(OWNER, lease.owner());
              fields.put(ATTEMPT_ID, lease.attemptId());
              fields.put(LEASE_UNTIL, text(lease.until()));
            });
    record.notBefore().ifPresent(at -> fields.put(NOT_BEFORE, text(at)));
    record.errorText().ifPresent(text -> fields.put(ERROR_CODE, text));
    record
        .envelope()
        .ifPresent(
            envelope -> {
              fields.put(FORMAT, Integer.toString(envelope.format()));
              fields.put(KEY_ID, envelope.keyId());
            });
    record.commitId().ifPresent(id -> fields.put(COMMIT_ID, id));
    record.accessExpiresAt().ifPresent(at -> fields.put(ACCESS_EXPIRES_AT, text(at)));
    record.retainUntil().ifPresent(at -> fields.put(RETAIN_UNTIL, text(at)));
    fields.put(CREATED_AT, text(record.createdAt()));
    fields.put(UPDATED_AT, text(record.updatedAt()));
    return StoredGrant.of(revision, fields, record.envelope().map(Envelope::bytes));
  }

  private static String text(Instant instant) {
    return Long.toString(StoredGrant.micros(instant));
  }

  /**
   * Decodes a stored record.
   *
   * @param registration the registration for exceptions
   * @param key the key of the grant
   * @param stored the stored form
   * @return the record
   * @throws UnreadableRecordException if the layout is newer, or if a field is missing or damaged
   */
  public static GrantRecord decode(
      ClientRegistrationId registration, GrantKey key, StoredGrant stored) {
    Fields fields = new Fields(stored.fields());
    try {
      if (fields.number(LAYOUT_FIELD) > LAYOUT) {
        throw new IllegalArgumentException("its layout is newer than this version");
      }
      return record(fields, key, stored.document());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableRecordException(
          registration, fields.format(), fields.find(KEY_ID).orElse(""), problem(e));
    }
  }

  /** Returns a message with texts of Hexauth only, because messages of the JDK quote the value. */
  private static String problem(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("its ") ? message : "a clear field is damaged";
  }

  private static GrantRecord record(Fields fields, GrantKey key, Optional<byte[]> document) {
    Optional<Envelope> envelope = envelope(fields, document);
    long generation = fields.number(GENERATION);
    GrantState state = state(fields.get(STATE));
    boolean empty = generation == 0 || state == GrantState.TOMBSTONE;
    if (empty == envelope.isPresent()) {
      throw new IllegalArgumentException("its document is missing, or must not exist");
    }
    Optional<Lease> lease = lease(fields);
    if (state == GrantState.INTENT && lease.isEmpty()) {
      throw new IllegalArgumentException("its lease is damaged");
    }
    GrantId id = new GrantId(fields.get(GRANT_ID));
    return GrantRecord.builder(key, id, fields.instant(CREATED_AT).orElseThrow(Fields::damaged))
        .version(new GrantRecord.Version(id, generation))
        .epoch(fields.number(EPOCH))
        .state(state)
        .attempt(Math.toIntExact(fields.number(ATTEMPT)))
        .lease(lease)
        .notBefore(fields.instant(NOT_BEFORE))
        .errorText(fields.find(ERROR_CODE))
        .envelope(envelope)
        .commitId(fields.find(COMMIT_ID))
        .accessExpiresAt(fields.instant(ACCESS_EXPIRES_AT))
        .retainUntil(fields.instant(RETAIN_UNTIL))
        .updatedAt(fields.instant(UPDATED_AT).orElseThrow(Fields::damaged))
        .others(fields.without(KNOWN))
        .build();
  }

  /**
   * Returns the envelope. If one of its parts is missing, the record is damaged: it must not look
   * like a grant without a refresh token.
   */
  private static Optional<Envelope> envelope(Fields fields, Optional<byte[]> document) {
    boolean format = fields.find(FORMAT).isPresent();
    boolean keyId = fields.find(KEY_ID).isPresent();
    if (format != keyId || format != document.isPresent()) {
      throw new IllegalArgumentException("its document is damaged");
    }
    return document.map(
        bytes -> new Envelope(Math.toIntExact(fields.number(FORMAT)), fields.get(KEY_ID), bytes));
  }

  private static Optional<Lease> lease(Fields fields) {
    boolean until = fields.find(LEASE_UNTIL).isPresent();
    if (fields.find(OWNER).isPresent() != until || fields.find(ATTEMPT_ID).isPresent() != until) {
      throw new IllegalArgumentException("its lease is damaged");
    }
    return fields
        .instant(LEASE_UNTIL)
        .map(end -> new Lease(fields.get(OWNER), fields.get(ATTEMPT_ID), end));
  }

  private static GrantState state(String name) {
    for (GrantState state : GrantState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException("its state is not known to this version");
  }

  /** Fields by name. */
  private record Fields(Map<String, String> byName) {

    Optional<String> find(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    String get(String name) {
      return find(name).orElseThrow(Fields::damaged);
    }

    static IllegalArgumentException damaged() {
      return new IllegalArgumentException("a field is missing");
    }

    long number(String name) {
      long number = Long.parseLong(get(name));
      if (number < 0) {
        throw new IllegalArgumentException("a number is negative");
      }
      return number;
    }

    Optional<Instant> instant(String name) {
      return find(name).map(text -> StoredGrant.instantOf(Long.parseLong(text)));
    }

    /** Returns the format for messages; 0 if it is unreadable. */
    int format() {
      return find(FORMAT).filter(f -> f.matches("\\d{1,9}")).map(Integer::valueOf).orElse(0);
    }

    Map<String, String> without(Set<String> names) {
      Map<String, String> others = new LinkedHashMap<>();
      byName.forEach(
          (name, value) -> {
            if (!names.contains(name)) {
              others.put(name, value);
            }
          });
      return others;
    }
  }
}
