// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.LogCapture;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeysetReloadTest {

  private static final byte[] DATA = {1, 2, 3};
  private static final byte[] PLAIN = {4, 5, 6};

  private final VirtualClock clock = VirtualClock.create();
  private final AtomicInteger asked = new AtomicInteger();
  private final Key one = Keys.aes(1);
  private final Key two = Keys.aes(2);
  private volatile KeysetHandle stored = Keys.keyset(one);
  private volatile boolean away;

  private KeysetHandle source() throws IOException {
    asked.incrementAndGet();
    if (away) {
      throw new IOException("The KMS is away");
    }
    return stored;
  }

  @Test
  void aChangeShouldBeKnownWhenTheIntervalIsOver() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    stored = Keys.keyset(two, one);

    clock.advance(Keys.RELOAD.minusNanos(1));
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    clock.advance(Duration.ofNanos(1));
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
    assertThat(asked).hasValue(2);
  }

  @Test
  void keysShouldBeThoseOfNow() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    stored = Keys.keyset(two, one);
    clock.advance(Keys.RELOAD);

    assertThat(cipher.keys()).isEqualTo(new TokenCipher.Keys("2", java.util.Set.of("1", "2")));
  }

  @Test
  void anUnknownKeyShouldBeAskedForAtOnce() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    stored = Keys.keyset(one, two);
    clock.advance(Duration.ofSeconds(1));

    assertThat(cipher.open(document, DATA)).contains(PLAIN);
    assertThat(asked).hasValue(2);
  }

  @Test
  void unknownKeysShouldNotBeAskedForMoreOftenThanEachSecond() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    Sealed planted = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);

    for (int i = 0; i < 1_000; i++) {
      assertThat(cipher.open(planted, DATA)).isEmpty();
      clock.advance(Duration.ofMillis(10));
    }

    assertThat(asked).hasValue(10);
  }

  @Test
  void aDamagedDocumentOfAKnownKeyShouldAskForNothing() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    Sealed document = cipher.seal(PLAIN, DATA);
    clock.advance(Duration.ofSeconds(30));

    assertThat(cipher.open(document, PLAIN)).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void aSourceThatFailsShouldChangeNothingAndBeReported() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    Sealed document = cipher.seal(PLAIN, DATA);
    away = true;
    clock.advance(Keys.RELOAD);

    try (LogCapture log = LogCapture.start()) {
      assertThat(cipher.open(document, DATA)).contains(PLAIN);
      assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("WARN", "could not be loaded", "The KMS is away");
    }
    away = false;
    stored = Keys.keyset(two, one);
    clock.advance(Keys.RELOAD);
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("as if"),
        new IllegalStateException("as if"),
        new GeneralSecurityException("as if"),
        new InterruptedException("as if"),
        new StackOverflowError("as if"),
        new AssertionError("as if"));
  }

  /** The failed reload has ended, so the next one starts normally. */
  @ParameterizedTest
  @MethodSource("failures")
  void whateverTheSourceThrowsShouldChangeNothingAndBeTriedAgain(Throwable failure) {
    var failing = new AtomicBoolean();
    var escaped = new AtomicReference<Throwable>();
    TokenCipher cipher =
        Keys.cipher(
            () -> {
              if (failing.get()) {
                KeysetReloadTest.<RuntimeException>raise(failure);
              }
              return stored;
            },
            clock,
            reload -> {
              try {
                reload.run();
              } catch (Throwable e) { // would end the thread
                escaped.set(e);
              }
            },
            Duration.ZERO);
    stored = Keys.keyset(two, one);
    failing.set(true);
    for (int reload = 0; reload < 2; reload++) {
      clock.advance(Keys.RELOAD);
      try (LogCapture log = LogCapture.start()) {
        assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
        assertThat(log.lines())
            .singleElement()
            .asString()
            .contains("WARN", "the previous keyset is still used", "as if");
      }
    }

    assertThat(escaped).hasNullValue();
    failing.set(false);
    clock.advance(Keys.RELOAD);

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  @SuppressWarnings("unchecked") // thrown unchanged
  private static <E extends Throwable> void raise(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void aSourceThatGivesNothingShouldChangeNothing() {
    var empty = new AtomicBoolean();
    TokenCipher cipher = Keys.cipher(() -> empty.get() ? null : stored, clock);
    empty.set(true);
    clock.advance(Keys.RELOAD);

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    empty.set(false);
    stored = Keys.keyset(two, one);
    clock.advance(Keys.RELOAD);
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  @Test
  void aChangeShouldBeReportedOnceAndNoReloadWithoutOne() {
    TokenCipher cipher;
    try (LogCapture log = LogCapture.start()) {
      cipher = Keys.cipher(this::source, clock);
      assertThat(log.lines()).singleElement().asString().contains("INFO", "is loaded");
    }
    try (LogCapture log = LogCapture.start()) {
      clock.advance(Keys.RELOAD);
      assertThat(cipher.keys().primary()).isEqualTo("1");
      assertThat(log.lines()).isEmpty();
      stored = Keys.keyset(two, one);
      for (int reload = 0; reload < 3; reload++) {
        clock.advance(Keys.RELOAD);
        assertThat(cipher.keys().primary()).isEqualTo("2");
      }
      assertThat(log.lines()).singleElement().asString().contains("INFO", "has changed");
    }
  }

  /** The material of a key may change although its id is the same. */
  @Test
  void aKeysetShouldBeUsedWhenOnlyItsMaterialHasChanged() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    KeysetHandle other = Keys.keyset(Keys.aes(1));
    stored = other;
    clock.advance(Keys.RELOAD);

    assertThat(cipher.open(Keys.cipher(other).seal(PLAIN, DATA), DATA)).contains(PLAIN);
  }

  @Test
  void anInterruptDuringTheFirstLoadShouldFailAndBeKept() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Keys.cipher(
                    () -> {
                      throw new InterruptedException("as if");
                    },
                    clock))
        .withMessageContaining("interrupted")
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
  }

  @Test
  void aKeysetThatIsOfNoUseShouldChangeNothing() {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    Sealed document = cipher.seal(PLAIN, DATA);
    stored =
        Keys.keyset(
            com.google.crypto.tink.aead.PredefinedAeadParameters
                .XAES_256_GCM_192_BIT_NONCE_NO_PREFIX);
    clock.advance(Keys.RELOAD);

    try (LogCapture log = LogCapture.start()) {
      assertThat(cipher.open(document, DATA)).contains(PLAIN);
      assertThat(log.text()).contains("is not usable");
    }
    assertThat(cipher.keys().primary()).isEqualTo("1");
  }

  @Test
  void nothingShouldFailWhileTheKeysetChangesUnderLoad() throws Exception {
    TokenCipher cipher = Keys.cipher(this::source, clock);
    var done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(
            threads.submit(
                () -> {
                  int rounds = 0;
                  while (!done.get() || rounds < 100) {
                    Sealed document = cipher.seal(PLAIN, DATA);
                    assertThat(cipher.open(document, DATA)).contains(PLAIN);
                    rounds++;
                  }
                  return rounds;
                }));
      }
      List<KeysetHandle> stages = List.of(Keys.keyset(one, two), Keys.keyset(two, one));
      for (int i = 0; i < 100; i++) {
        int before = asked.get();
        stored = stages.get(i % 2);
        // A reload under way may end after the clock was set, and then none is due.
        await()
            .pollInterval(Duration.ofMillis(1))
            .until(
                () -> {
                  clock.advance(Keys.RELOAD);
                  assertThat(cipher.keys().readable()).contains("1");
                  return asked.get() > before;
                });
      }
      done.set(true);
      for (Future<Integer> one : running) {
        assertThat(one.get(1, TimeUnit.MINUTES)).isPositive();
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
    assertThat(asked).hasValueGreaterThanOrEqualTo(100);
  }
}
