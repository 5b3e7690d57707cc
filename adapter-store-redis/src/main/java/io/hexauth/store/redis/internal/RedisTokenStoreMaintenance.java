// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.store.redis.internal.RedisConnection.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listings over {@code SCAN}, on every master of a cluster: a walk over all keys of the database,
 * so it takes long where other things are kept there too. There is no index beside the grants that
 * could contradict them.
 *
 * <p>While Redis makes its table larger or smaller, {@code SCAN} may show a record twice.
 */
public final class RedisTokenStoreMaintenance implements TokenStoreMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(RedisTokenStoreMaintenance.class);
  private static final String DUE = "due,";
  private static final String SEALED_WITH = "sealed-with,";

  private final RedisConnection connection;
  private final StoreSettings settings;
  private final Keys keys;
  private final Scan scan;

  /** Keeps what it is given; touches no network. */
  public RedisTokenStoreMaintenance(RedisConnection connection, StoreSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = Keys.ofGrants(settings.prefix());
    this.scan = new Scan(connection, settings, keys);
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    Objects.requireNonNull(within);
    return batch(
        DUE, from, limit, answer -> answer.record().filter(isDue(answer, within)).isPresent());
  }

  private static Predicate<GrantRecord> isDue(StoreAnswer answer, Duration within) {
    return record ->
        record.state() == GrantState.IDLE
            && record.generation() > 0
            && record.notBefore().filter(answer.storeNow()::isBefore).isEmpty()
            && record
                .accessExpiresAt()
                .filter(end -> !end.isAfter(answer.storeNow().plus(within)))
                .isPresent();
  }

  @Override
  public Batch sealedWith(String keyId, Optional<String> from, int limit) {
    Objects.requireNonNull(keyId);
    return batch(
        SEALED_WITH,
        from,
        limit,
        answer ->
            answer
                .record()
                .flatMap(GrantRecord::envelope)
                .filter(envelope -> envelope.keyId().equals(keyId))
                .isPresent());
  }

  /** One page of the scan: those of its records that are wanted, up to the limit. */
  private Batch batch(
      String listing, Optional<String> from, int limit, Predicate<StoreAnswer> isWanted) {
    requirePositive(limit);
    Consumer<UnreadableRecordException> leftOut =
        e -> LOG.warn("A hash was left out of a listing: {}", e.getMessage());
    Scan.Page page = scan.page(from.map(place -> position(listing, place)));
    List<GrantKey> wanted =
        find(page.keys(), false, leftOut).stream()
            .filter(isWanted)
            .flatMap(answer -> answer.record().stream())
            .map(GrantRecord::key)
            .limit(limit)
            .toList();
    Optional<Scan.Position> next =
        wanted.size() == limit ? page.after(wanted.get(limit - 1)) : page.next();
    List<GrantRecord> records =
        find(wanted, true, leftOut).stream()
            .filter(isWanted)
            .flatMap(answer -> answer.record().stream())
            .toList();
    return new Batch(records, next.map(position -> listing + position));
  }

  private static Scan.Position position(String listing, String place) {
    if (!place.startsWith(listing)) {
      throw new IllegalArgumentException("Not the end of a batch of this listing");
    }
    return Scan.Position.parse(place.substring(listing.length()));
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    Map<String, Long> rows = new TreeMap<>();
    Optional<Scan.Position> position = Optional.empty();
    do {
      Scan.Page page = scan.page(position);
      List<String> damaged = new ArrayList<>();
      List<StoreAnswer> found = find(page.keys(), false, e -> damaged.add(e.keyId()));
      Stream.concat(
              found.stream()
                  .flatMap(answer -> answer.record().stream())
                  .flatMap(record -> record.envelope().stream())
                  .map(Envelope::keyId),
              damaged.stream().filter(keyId -> !keyId.isEmpty()))
          .forEach(keyId -> rows.merge(keyId, 1L, Long::sum));
      position = page.next();
    } while (position.isPresent());
    return Map.copyOf(rows);
  }

  @Override
  public boolean reseal(ResealRequest request) {
    Envelope old = request.replaced();
    Envelope envelope = request.envelope();
    List<Object> answer =
        connection.run(
            settings,
            Script.RESEAL,
            keys.of(request.key()),
            Wire.text(request.expected().grantId().value()),
            Wire.number(request.expected().generation()),
            Wire.number(old.format()),
            Wire.text(old.keyId()),
            old.bytes(),
            Wire.number(envelope.format()),
            Wire.text(envelope.keyId()),
            envelope.bytes());
    return Row.answer(request.key(), answer).done();
  }

  @Override
  public int purge(int limit) {
    requirePositive(limit);
    return 0;
  }

  /**
   * All at once over the one connection; without documents they are small. One that is damaged
   * hides none of the others; whoever asks for its grant is told.
   */
  private List<StoreAnswer> find(
      List<GrantKey> found, boolean withDocument, Consumer<UnreadableRecordException> damaged) {
    byte[] flag = Wire.flag(withDocument);
    List<Sent> sent =
        found.stream()
            .map(key -> connection.send(settings, Script.FIND, keys.of(key), flag))
            .toList();
    List<StoreAnswer> answers = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      try {
        answers.add(Row.answer(found.get(i), sent.get(i).await()));
      } catch (UnreadableRecordException e) {
        damaged.accept(e);
      }
    }
    return answers;
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is positive");
    }
  }
}
