// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Conversion between a grant and its hash in Redis: the clear fields by name, the revision and the
 * document. If a clear field has the name of one of the latter two, its name gets a dot in front.
 */
final class Row {

  /** Field of the revision. */
  private static final String REVISION = "rev";

  /** Field of the document. Absent if the grant has none. */
  private static final String DOCUMENT = "ct";

  private static final Set<String> OURS = Set.of(REVISION, DOCUMENT);
  private static final String DOT = ".";

  /** Fields that listings read as numbers. */
  private static final List<String> TIMES =
      List.of(StoredGrant.NOT_BEFORE, StoredGrant.ACCESS_EXPIRES_AT, StoredGrant.RETAIN_UNTIL);

  private static final int BEFORE_FIELDS = 2;

  private Row() {}

  /**
   * Reads the answer of {@code find.lua}.
   *
   * @throws UnreadableRecordException if a name or a value is damaged
   */
  static Reading reading(List<Object> answer) {
    List<Object> hash = answer.subList(BEFORE_FIELDS, answer.size());
    return new Reading(
        hash.isEmpty() ? Optional.empty() : Optional.of(grant(hash)), Wire.time(answer));
  }

  private static StoredGrant grant(List<Object> hash) {
    Map<String, String> fields = new HashMap<>();
    String revision = "";
    Optional<byte[]> document = Optional.empty();
    for (int i = 0; i < hash.size(); i += 2) {
      String name = Wire.text(hash.get(i));
      Object value = hash.get(i + 1);
      switch (name) {
        case REVISION -> revision = Wire.text(value);
        case DOCUMENT -> document = Optional.of((byte[]) value);
        case DOT + REVISION, DOT + DOCUMENT -> fields.put(name.substring(1), Wire.text(value));
        default -> fields.put(name, Wire.text(value));
      }
    }
    try {
      TIMES.stream().map(fields::get).filter(Objects::nonNull).forEach(Long::parseLong);
      return StoredGrant.of(new Revision(revision), fields, document);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException(
          Failures.UNKNOWN_REGISTRATION,
          0,
          fields.getOrDefault(StoredGrant.KEY_ID, ""),
          "a field of its hash is damaged");
    }
  }

  /**
   * {@return the fields of the hash after a write, each followed by its value; without the document
   * if it is unchanged}
   */
  static List<byte[]> fields(StoredGrant grant) {
    List<byte[]> hash = new ArrayList<>();
    grant
        .fields()
        .forEach(
            (name, value) -> {
              hash.add(Wire.text(OURS.contains(name) ? DOT + name : name));
              hash.add(Wire.text(value));
            });
    hash.add(Wire.text(REVISION));
    hash.add(Wire.text(grant.revision().value()));
    grant
        .document()
        .filter(bytes -> !grant.sameDocument())
        .ifPresent(
            bytes -> {
              hash.add(Wire.text(DOCUMENT));
              hash.add(bytes);
            });
    return hash;
  }
}
