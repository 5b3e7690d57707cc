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
  private static final List<String> FIELDS =
      List.of(
          "layout",
          "grant_id",
          "gen",
          "epoch",
          "state",
          "attempt",
          "owner",
          "attempt_id",
          "lease_until",
          "not_before",
          "err_code",
          "fmt",
          "key_id",
          "access_exp",
          "created_at",
          "updated_at",
          "purge_at",
          "ct");

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
    if (!get("layout").equals(LAYOUT)) {
      throw unreadable("its hash is laid out in a way that this version does not know");
    }
    try {
      return new GrantRecord(
          key,
          new GrantId(get("grant_id")),
          Long.parseLong(get("gen")),
          Long.parseLong(get("epoch")),
          GrantState.valueOf(get("state")),
          Integer.parseInt(get("attempt")),
          find("lease_until")
              .map(Wire::instant)
              .map(until -> new Lease(get("owner"), get("attempt_id"), until)),
          find("not_before").map(Wire::instant),
          find("err_code").flatMap(OAuthErrorCode::parse),
          find("fmt").map(Integer::valueOf).map(this::envelope),
          find("access_exp").map(Wire::instant),
          Wire.instant(get("created_at")),
          Wire.instant(get("updated_at")));
    } catch (IllegalArgumentException e) {
      throw unreadable("a field of its hash has a value that this version does not know");
    }
  }

  private Envelope envelope(int format) {
    return new Envelope(format, get("key_id"), (byte[]) value("ct"));
  }

  private UnreadableRecordException unreadable(String problem) {
    int format = find("fmt").filter(f -> f.matches("\\d{1,9}")).map(Integer::valueOf).orElse(0);
    return new UnreadableRecordException(Failures.SOMEBODY, format, get("key_id"), problem);
  }

  private Optional<String> find(String field) {
    return Optional.of(get(field)).filter(text -> !text.isEmpty());
  }

  private String get(String field) {
    return Wire.text(value(field));
  }

  private Object value(String field) {
    return values.get(BEFORE_FIELDS + FIELDS.indexOf(field));
  }
}
