// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import io.hexauth.servers.RedisNode;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A scan over several nodes, which are added and removed: in this test, one server has the names of
 * several.
 */
class ScanTest {

  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);
  private static final String C = "c".repeat(40);
  private static final int GRANTS = 5;
  private static final int MANY = 1_000;

  /** Server with few keys, so that each name has one page. */
  private static final RedisNode SERVER = RedisNode.start();

  private static final RedisClient CLIENT = Clients.of(SERVER.uri());

  private final List<String> nodes = new CopyOnWriteArrayList<>(List.of(A, B, C));

  /** Action that runs once before a document is read. */
  private final AtomicReference<Runnable> beforeDocuments = new AtomicReference<>(() -> {});

  private final TestStores stores = new TestStores(new Renamed(new ServerAccess(CLIENT)));
  private final List<GrantKey> keys = new ArrayList<>();

  private final class Renamed implements RedisAccess {

    private final RedisAccess server;

    Renamed(RedisAccess server) {
      this.server = server;
    }

    @Override
    public ClientOptions options() {
      return server.options();
    }

    @Override
    public Opened open() {
      Opened one = server.open();
      return new Opened(
          one.connection(),
          watched(one.commands()),
          () -> {
            var named = new TreeMap<>(one.masters().get());
            named.clear();
            nodes.forEach(
                name -> named.put(name, CompletableFuture.completedFuture(one.commands())));
            return named;
          },
          one.elsewhere());
    }
  }

  @SuppressWarnings("unchecked") // a generic interface has only one class
  private RedisClusterAsyncCommands<byte[], byte[]> watched(
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    return (RedisClusterAsyncCommands<byte[], byte[]>)
        Proxy.newProxyInstance(
            ScanTest.class.getClassLoader(),
            new Class<?>[] {RedisClusterAsyncCommands.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("evalsha")
                  && arguments[0].equals(Script.FIND.digest())
                  && Arrays.equals(((byte[][]) arguments[3])[0], Wire.flag(true))) {
                beforeDocuments.getAndSet(() -> {}).run();
              }
              return method.invoke(commands, arguments);
            });
  }

  @AfterAll
  static void stop() {
    CLIENT.shutdown();
    SERVER.close();
  }

  @BeforeEach
  void create() {
    for (int i = 0; i < GRANTS; i++) {
      Grant grant = Grant.in(stores.tokens());
      grant.created();
      keys.add(grant.key());
    }
  }

  @AfterEach
  void close() {
    stores.close();
    SERVER.ask("FLUSHALL");
  }

  private Batch batch(Optional<String> from, int limit) {
    return stores.maintenance().notSealedWith("key-2", from, limit);
  }

  private static String start(String name) {
    return "not-sealed-with," + name + ",0,";
  }

  private List<GrantKey> listed(Optional<String> from, int limit) {
    List<GrantKey> listed = new ArrayList<>();
    Optional<String> next = from;
    int batches = 0;
    do {
      Batch batch = batch(next, limit);
      assertThat(batch.records()).hasSizeLessThanOrEqualTo(limit);
      if (next.isPresent()) {
        assertThat(batch.next()).as("it goes on").isNotEqualTo(next);
      }
      batch.records().stream().map(Listed::key).forEach(listed::add);
      next = batch.next();
      assertThat(++batches).as("it ends").isLessThan(MANY);
    } while (next.isPresent());
    return listed;
  }

  private void isListed(Optional<String> from, int times) {
    for (int limit : new int[] {1, GRANTS - 1, GRANTS, GRANTS + 1, MANY}) {
      List<GrantKey> listed = listed(from, limit);
      assertThat(listed).as("limit %s", limit).hasSize(times * GRANTS);
      assertThat(listed).hasSameElementsAs(times == 0 ? List.of() : keys);
    }
  }

  @Test
  void aListingShouldWalkOverEachNodeOnce() {
    isListed(Optional.empty(), 3);
    assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-1", 3L * GRANTS).hasSize(1);
  }

  @Test
  void aListingShouldGoOnWhereItWas() {
    isListed(Optional.of(start(A)), 3);
    isListed(Optional.of(start(B)), 2);
    isListed(Optional.of(start(C)), 1);
  }

  @Test
  void aBatchThatEndsWithItsPageShouldBeFollowedByTheNextNode() {
    assertThat(batch(Optional.of(start(A)), GRANTS).next()).contains(start(B));
    assertThat(batch(Optional.of(start(C)), GRANTS).next()).isEmpty();
  }

  @Test
  void aListingWhoseNodeHasGoneShouldGoOnWithTheNextOne() {
    nodes.remove(B);
    isListed(Optional.of(start(B)), 1);
    nodes.remove(C);
    isListed(Optional.of(start(B)), 0);
    isListed(Optional.of(start(C)), 0);
    isListed(Optional.of(start("-")), 1);
  }

  /** The rest of its page is then on another node, or on none. */
  @Test
  void aListingWhoseNodeHasGoneInTheMiddleOfAPageShouldBeginTheNextNodeAtItsStart() {
    Optional<String> middle = batch(Optional.of(start(B)), GRANTS - 1).next();
    assertThat(middle.orElseThrow()).startsWith(start(B)).isNotEqualTo(start(B));
    isListed(Optional.of(start(B)), 2);
    nodes.remove(B);
    isListed(middle, 1);
  }

  static Stream<Arguments> changesInABatchOfTwo() {
    return Stream.of(
            "redis.call('DEL', KEYS[1])",
            "redis.call('HSET', KEYS[1], 'key_id', 'key-2')",
            "redis.call('HSET', KEYS[1], 'purge_at', '1')",
            "redis.call('HSET', KEYS[1], 'rev', '')")
        .flatMap(change -> IntStream.range(0, 2).mapToObj(place -> Arguments.of(change, place)));
  }

  @ParameterizedTest
  @MethodSource("changesInABatchOfTwo")
  void aRecordThatIsListedNoMoreWhenItsDocumentIsReadShouldHideNoOther(String change, int place) {
    nodes.retainAll(List.of(A));
    keys.sort(Comparator.comparing(GrantKey::value));
    byte[] name = Keys.ofGrants(stores.prefix()).of(keys.remove(place));
    beforeDocuments.set(() -> stores.eval(change, name));

    assertThat(listed(Optional.empty(), 2)).isEqualTo(keys);
  }

  @Test
  void everyBatchShouldHaveTheClockOfANode() {
    for (String name : List.of(A, B, C, "-")) {
      hasTheClock(Optional.of(start(name)));
    }
    nodes.remove(C);
    hasTheClock(Optional.of(start(C)));
  }

  private void hasTheClock(Optional<String> from) {
    Grant grant = Grant.in(stores.tokens());
    Instant before = grant.now();
    Instant during = batch(from, MANY).storeNow();
    assertThat(during).isBetween(before, grant.now());
  }

  /** An empty answer would mean that no key seals a document any more. */
  @Test
  void aListingShouldFailTypedWhereThereIsNoNode() {
    nodes.clear();
    isUnavailable(() -> batch(Optional.empty(), MANY));
    isUnavailable(() -> batch(Optional.of(start(B)), MANY));
    isUnavailable(() -> stores.maintenance().rowsPerKey());
  }

  private static void isUnavailable(ThrowingCallable listing) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(listing)
        .matches(ServiceUnavailableException::isRetryable);
  }

  @Test
  void aListingShouldNotFetchTheDocumentsOfOtherRecords() {
    int large = 1 << 20;
    StoredGrant other = Grant.with(Grant.newRecord(), StoredGrant.KEY_ID, "key-2");
    Grant.in(stores.tokens())
        .created(StoredGrant.of(other.revision(), other.fields(), Optional.of(new byte[large])));
    nodes.retainAll(List.of(A));
    long before = sent();

    isListed(Optional.empty(), 1);
    assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-2", 1L);

    assertThat(sent() - before).isLessThan(large);
  }

  private static long sent() {
    return SERVER
        .ask("INFO", "stats")
        .lines()
        .filter(line -> line.startsWith("total_net_output_bytes:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }

  static Stream<String> positions() {
    return Stream.of(
        "-,0,",
        A + ",0,",
        A + ",18446744073709551615,",
        "0123456789abcdef0123456789abcdef01234567,1," + "0123456789abcdef".repeat(4));
  }

  @ParameterizedTest
  @MethodSource("positions")
  void aPositionShouldComeBackAsItWas(String text) {
    assertThat(Scan.Position.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",,",
        "-,,",
        "-,0",
        "-,x,",
        "-,-1,",
        "--,0,",
        "-,100000000000000000000,0",
        "-,123456789012345678901,",
        "-,0,abc",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,0,",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,0,",
        "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,0,",
        "-,0,\n",
        " -,0,"
      })
  void whatIsNoPositionShouldBeRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Scan.Position.parse(text));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batch(Optional.of("not-sealed-with," + text), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> batch(Optional.of(text), 1));
  }
}
