// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of all grants, page by page, node by node. */
final class Scan {

  /** Keys that Redis looks at for one page; the same for all, so that a page can be asked again. */
  private static final long KEYS_A_PAGE = 250;

  private final RedisConnection connection;
  private final StoreSettings settings;
  private final Keys keys;

  Scan(RedisConnection connection, StoreSettings settings, Keys keys) {
    this.connection = connection;
    this.settings = settings;
    this.keys = keys;
  }

  /**
   * Where a scan goes on.
   *
   * @param node whose keys; the next one if it has gone
   * @param cursor as the node gave it
   * @param last the last key of that page that is done; empty for none
   */
  record Position(String node, String cursor, String last) {

    private static final Pattern FORM =
        Pattern.compile("(-|[0-9a-f]{40}),([0-9]{1,20}),([0-9a-f]{64})?");

    /**
     * @throws IllegalArgumentException if this is no position
     */
    static Position parse(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("Not the end of a batch of this listing");
      }
      String last = parts.group(3);
      return new Position(parts.group(1), parts.group(2), last == null ? "" : last);
    }

    @Override
    public String toString() {
      return node + "," + cursor + "," + last;
    }
  }

  /**
   * A part of the keys.
   *
   * @param keys in their order, and each once
   * @param here the position of this page
   * @param next where the next page starts; empty after the last
   */
  record Page(List<GrantKey> keys, Position here, Optional<Position> next) {

    /** {@return where to go on if this key of the page was the last that found room} */
    Optional<Position> after(GrantKey key) {
      boolean isLast = keys.get(keys.size() - 1).equals(key);
      return isLast ? next : Optional.of(new Position(here.node(), here.cursor(), key.value()));
    }
  }

  Page page(Optional<Position> from) {
    var masters = connection.opened(settings).masters().get();
    Optional<Position> here =
        from.filter(position -> masters.containsKey(position.node()))
            .or(() -> from.flatMap(gone -> start(masters.tailMap(gone.node()))))
            .or(() -> from.isPresent() ? Optional.empty() : start(masters));
    return here.map(position -> page(masters, position))
        .orElseGet(() -> new Page(List.of(), new Position("-", "0", ""), Optional.empty()));
  }

  private Page page(
      SortedMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>> masters,
      Position here) {
    KeyScanCursor<byte[]> found = scan(masters, here);
    List<GrantKey> inOrder =
        found.getKeys().stream()
            .flatMap(name -> keys.parse(name).stream())
            .distinct()
            .filter(key -> key.value().compareTo(here.last()) > 0)
            .sorted(Comparator.comparing(GrantKey::value))
            .toList();
    Optional<Position> next =
        found.isFinished()
            ? start(masters.tailMap(here.node() + "0"))
            : Optional.of(new Position(here.node(), found.getCursor(), ""));
    return new Page(inOrder, here, next);
  }

  private KeyScanCursor<byte[]> scan(
      SortedMap<String, CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>>> masters,
      Position here) {
    ScanArgs pattern = ScanArgs.Builder.limit(KEYS_A_PAGE).match(keys.all());
    try {
      var node =
          RedisConnection.await(
              Objects.requireNonNull(masters.get(here.node())).toCompletableFuture(),
              settings.timeout());
      return RedisConnection.await(
          node.scan(ScanCursor.of(here.cursor()), pattern).toCompletableFuture(),
          settings.timeout());
    } catch (ExecutionException e) {
      throw Failures.of(e);
    }
  }

  private static Optional<Position> start(SortedMap<String, ?> masters) {
    return masters.isEmpty()
        ? Optional.empty()
        : Optional.of(new Position(masters.firstKey(), "0", ""));
  }
}
