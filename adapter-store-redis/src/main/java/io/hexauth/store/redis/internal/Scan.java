// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.lifecycle.GrantKey;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scan over the keys of all grants: node by node, and page by page. */
final class Scan {

  /**
   * Number of keys that Redis examines for one page. It is constant, so that the same page can be
   * read again.
   */
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
   * Position at which a scan continues.
   *
   * @param node the node of the keys; if it no longer exists, the scan continues with the next node
   * @param cursor the cursor of the node
   * @param last the last processed key of the page; empty for none
   */
  record Position(String node, String cursor, String last) {

    private static final Pattern FORM =
        Pattern.compile("(-|[0-9a-f]{40}),([0-9]{1,20}),([0-9a-f]{64})?");

    /**
     * @throws IllegalArgumentException if the text is not a position
     */
    static Position parse(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw new IllegalArgumentException("The position does not belong to this listing");
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
   * A page of keys.
   *
   * @param keys the keys in their order, each once
   * @param here the position of this page
   * @param next the position of the next page; empty after the last page
   * @param now the time of the node's clock
   */
  record Page(List<GrantKey> keys, Position here, Optional<Position> next, Instant now) {

    /** {@return the position after this key of the page} */
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
    try {
      // A cluster without masters cannot be reached.
      String name = here.or(() -> start(masters)).map(Position::node).orElseThrow();
      var node =
          RedisConnection.await(
              Objects.requireNonNull(masters.get(name)).toCompletableFuture(), settings.timeout());
      Instant now = Wire.time(RedisConnection.await(node.time(), settings.timeout()));
      return here.isEmpty()
          ? new Page(List.of(), new Position("-", "0", ""), Optional.empty(), now)
          : page(node, here.get(), start(masters.tailMap(name + "0")), now);
    } catch (ExecutionException | NoSuchElementException e) {
      throw Failures.of(e);
    }
  }

  private Page page(
      RedisClusterAsyncCommands<byte[], byte[]> node,
      Position here,
      Optional<Position> afterThisNode,
      Instant now)
      throws ExecutionException {
    ScanArgs pattern = ScanArgs.Builder.limit(KEYS_A_PAGE).match(keys.all());
    KeyScanCursor<byte[]> found =
        RedisConnection.await(node.scan(ScanCursor.of(here.cursor()), pattern), settings.timeout());
    List<GrantKey> inOrder =
        found.getKeys().stream()
            .flatMap(name -> keys.parse(name).stream())
            .distinct()
            .filter(key -> key.value().compareTo(here.last()) > 0)
            .sorted(Comparator.comparing(GrantKey::value))
            .toList();
    Optional<Position> next =
        found.isFinished()
            ? afterThisNode
            : Optional.of(new Position(here.node(), found.getCursor(), ""));
    return new Page(inOrder, here, next, now);
  }

  private static Optional<Position> start(SortedMap<String, ?> masters) {
    return masters.isEmpty()
        ? Optional.empty()
        : Optional.of(new Position(masters.firstKey(), "0", ""));
  }
}
