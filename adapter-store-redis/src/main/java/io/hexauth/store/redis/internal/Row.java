// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.ports.spi.StoreAnswer;
import java.util.List;
import java.util.Optional;

/**
 * What a script about a grant answers: whether it was done, the time, and the fields of the hash.
 */
final class Row {

  private static final String LAYOUT = "1";

  /** In the order of {@code NAMES} in {@code grant.lua}, after "done" and the time. */
  private enum Field {
    LAYOUT,
    GRANT_ID,
    GEN,
    EPOCH,
    STATE,
    ATTEMPT,
    OWNER,
    ATTEMPT_ID,
    LEASE_UNTIL,
    NOT_BEFORE,
    ERR_CODE,
    FMT,
    KEY_ID,
    ACCESS_EXP,
    CREATED_AT,
    UPDATED_AT,
    PURGE_AT,
    CT
  }

  private static final int BEFORE_FIELDS = 2;

  private final List<Object> values;

  private Row(List<Object> values) {
    this.values = values;
  }

  static StoreAnswer answer(GrantKey key, List<Object> values) {
    var row = new Row(values);
    Optional<GrantRecord> record =
        values.size() > BEFORE_FIELDS ? Optional.of(row.record(key)) : Optional.empty();
    return new StoreAnswer(
        Wire.text(values.get(0)).equals("1"), record, Wire.instant(Wire.text(values.get(1))));
  }

  private GrantRecord record(GrantKey key) {
    if (!get(Field.LAYOUT).equals(LAYOUT)) {
      throw unreadable("its hash is laid out in a way that this version does not know");
    }
    try {
      return new GrantRecord(
          key,
          new GrantId(get(Field.GRANT_ID)),
          Long.parseLong(get(Field.GEN)),
          Long.parseLong(get(Field.EPOCH)),
          GrantState.valueOf(get(Field.STATE)),
          Integer.parseInt(get(Field.ATTEMPT)),
          find(Field.LEASE_UNTIL)
              .map(Wire::instant)
              .map(until -> new Lease(get(Field.OWNER), get(Field.ATTEMPT_ID), until)),
          find(Field.NOT_BEFORE).map(Wire::instant),
          find(Field.ERR_CODE).map(OAuthErrorCode::new),
          find(Field.FMT).map(Integer::valueOf).map(this::envelope),
          find(Field.ACCESS_EXP).map(Wire::instant),
          Wire.instant(get(Field.CREATED_AT)),
          Wire.instant(get(Field.UPDATED_AT)));
    } catch (IllegalArgumentException e) {
      throw unreadable("a field of its hash has a value that this version does not know");
    }
  }

  private Envelope envelope(int format) {
    return new Envelope(format, get(Field.KEY_ID), (byte[]) value(Field.CT));
  }

  private UnreadableRecordException unreadable(String problem) {
    int format = find(Field.FMT).filter(f -> f.matches("\\d{1,9}")).map(Integer::valueOf).orElse(0);
    return new UnreadableRecordException(Failures.SOMEBODY, format, get(Field.KEY_ID), problem);
  }

  private Optional<String> find(Field field) {
    return Optional.of(get(field)).filter(text -> !text.isEmpty());
  }

  private String get(Field field) {
    return Wire.text(value(field));
  }

  private Object value(Field field) {
    return values.get(BEFORE_FIELDS + field.ordinal());
  }
}
