// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * A record as it stands in a file.
 *
 * @param purgeAt when it is of no use any more, if ever
 */
record StoredGrant(GrantRecord record, Optional<Instant> purgeAt) {

  /** A lease that runs keeps its record: what was asked for under it must find a place. */
  boolean isOver(Instant now) {
    return purgeAt.filter(end -> !now.isBefore(end)).isPresent()
        && record.lease().filter(lease -> now.isBefore(lease.until())).isEmpty();
  }

  StoredGrant with(GrantRecord changed) {
    return new StoredGrant(changed, purgeAt);
  }

  /** Kept at least until then: nobody may forget an unknown outcome before its hold is over. */
  StoredGrant with(GrantRecord changed, Instant least) {
    return new StoredGrant(changed, purgeAt.map(end -> end.isAfter(least) ? end : least));
  }

  Properties toProperties() {
    var file = new Properties();
    file.setProperty("grant", record.grantId().value());
    file.setProperty("generation", Long.toString(record.generation()));
    file.setProperty("epoch", Long.toString(record.epoch()));
    file.setProperty("state", record.state().name());
    file.setProperty("attempt", Integer.toString(record.attempt()));
    record
        .lease()
        .ifPresent(
            lease -> {
              file.setProperty("lease.owner", lease.owner());
              file.setProperty("lease.attempt", lease.attemptId());
              file.setProperty("lease.until", lease.until().toString());
            });
    record.notBefore().ifPresent(at -> file.setProperty("not-before", at.toString()));
    record.errorCode().ifPresent(code -> file.setProperty("error", code.value()));
    record
        .envelope()
        .ifPresent(
            envelope -> {
              file.setProperty("document.format", Integer.toString(envelope.format()));
              file.setProperty("document.key", envelope.keyId());
              file.setProperty("document", Base64.getEncoder().encodeToString(envelope.bytes()));
            });
    record.accessExpiresAt().ifPresent(at -> file.setProperty("expires", at.toString()));
    file.setProperty("created", record.createdAt().toString());
    file.setProperty("updated", record.updatedAt().toString());
    purgeAt.ifPresent(at -> file.setProperty("purge", at.toString()));
    return file;
  }

  /**
   * @throws io.hexauth.domain.error.UnreadableRecordException if something is missing or makes no
   *     sense
   */
  static StoredGrant of(GrantKey key, Properties file) {
    try {
      GrantRecord record =
          new GrantRecord(
              key,
              new GrantId(required(file, "grant")),
              Long.parseLong(required(file, "generation")),
              Long.parseLong(required(file, "epoch")),
              GrantState.valueOf(required(file, "state")),
              Integer.parseInt(required(file, "attempt")),
              optional(file, "lease.until", Instant::parse)
                  .map(
                      until ->
                          new Lease(
                              required(file, "lease.owner"),
                              required(file, "lease.attempt"),
                              until)),
              optional(file, "not-before", Instant::parse),
              optional(file, "error", OAuthErrorCode::new),
              optional(file, "document", Base64.getDecoder()::decode)
                  .map(
                      bytes ->
                          new Envelope(
                              Integer.parseInt(required(file, "document.format")),
                              required(file, "document.key"),
                              bytes)),
              optional(file, "expires", Instant::parse),
              Instant.parse(required(file, "created")),
              Instant.parse(required(file, "updated")));
      return new StoredGrant(record, optional(file, "purge", Instant::parse));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Directory.unreadable();
    }
  }

  private static String required(Properties file, String name) {
    return optional(file, name, value -> value).orElseThrow(Directory::unreadable);
  }

  private static <T> Optional<T> optional(
      Properties file, String name, Function<String, T> parser) {
    return Optional.ofNullable(file.getProperty(name)).map(parser);
  }
}
