// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A source that hangs delays no operation whose key is known, and others only for a limited time.
 */
@Timeout(20)
class KeysetInTheBackgroundTest {

  private static final byte[] DATA = {1, 2, 3};
  private static final byte[] PLAIN = {4, 5, 6};
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final VirtualClock clock = VirtualClock.create();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Thread> reloads = new CopyOnWriteArrayList<>();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final Key one = Keys.aes(1);
  private final Key two = Keys.aes(2);
  private volatile KeysetHandle stored = Keys.keyset(one);
  private volatile boolean hangs;

  @AfterEach
  void end() throws InterruptedException {
    free();
  }

  private KeysetHandle source() throws InterruptedException {
    asked.incrementAndGet();
    if (hangs) {
      assertThat(answer.await(1, TimeUnit.MINUTES)).isTrue();
    }
    return stored;
  }

  private TokenCipher cipher(Duration patience) {
    return Keys.cipher(this::source, clock, this::start, patience);
  }

  private void start(Runnable reload) {
    var thread = new Thread(reload);
    reloads.add(thread);
    thread.start();
  }

  private void free() throws InterruptedException {
    answer.countDown();
    for (Thread reload : reloads) {
      reload.join();
    }
  }

  @Test
  void sealingShouldGoOnAtOnceWhenTheSourceHangs() throws InterruptedException {
    TokenCipher cipher = cipher(LONG);
    hangs = true;
    stored = Keys.keyset(two, one);
    clock.advance(Keys.RELOAD);

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    assertThat(cipher.keys().primary()).isEqualTo("1");

    free();
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
    assertThat(asked).hasValue(2);
  }

  @Test
  void aMissingKeyShouldBeWaitedFor() {
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    TokenCipher cipher = cipher(LONG);
    stored = Keys.keyset(one, two);
    clock.advance(Duration.ofSeconds(1));

    assertThat(cipher.open(document, DATA)).contains(PLAIN);
  }

  @Test
  void aMissingKeyShouldNotBeWaitedForWithoutAnEndWhenTheSourceHangs() {
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    TokenCipher cipher = cipher(SHORT);
    hangs = true;
    clock.advance(Duration.ofSeconds(1));

    assertThat(cipher.open(document, DATA)).isEmpty();
    clock.advance(SHORT);
    assertThat(cipher.open(document, DATA)).isEmpty();
  }

  /** The reload under way may have read the source before the key was added. */
  @Test
  void aMissingKeyShouldBeLookedForAgainWhenTheLookUnderWayHasNotFoundIt() throws Exception {
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    var looks = new AtomicInteger();
    TokenCipher cipher =
        Keys.cipher(
            () -> {
              KeysetHandle read = stored;
              if (looks.incrementAndGet() == 2) {
                assertThat(answer.await(1, TimeUnit.MINUTES)).isTrue();
              }
              return read;
            },
            clock,
            this::start,
            LONG);
    clock.advance(Keys.RELOAD);
    Sealed unused = cipher.seal(PLAIN, DATA);
    await().until(() -> looks.get() == 2);
    stored = Keys.keyset(one, two);
    clock.advance(Duration.ofSeconds(1));

    var opened = new FutureTask<Optional<byte[]>>(() -> cipher.open(document, DATA));
    var opening = new Thread(opened);
    opening.start();
    await().until(() -> opening.getState() == Thread.State.TIMED_WAITING);
    answer.countDown();

    assertThat(opened.get(10, TimeUnit.SECONDS)).contains(PLAIN);
    assertThat(looks).hasValue(3);
    assertThat(unused.keyId()).isEqualTo("1");
  }

  @Test
  void aSourceThatHangsShouldNotBeCalledAgainAndBeReported() {
    TokenCipher cipher = cipher(SHORT);
    hangs = true;
    clock.advance(Keys.RELOAD);
    Sealed unused = cipher.seal(PLAIN, DATA);

    try (LogCapture log = LogCapture.start()) {
      for (int i = 0; i < 60; i++) {
        clock.advance(Duration.ofSeconds(1));
        unused = cipher.seal(PLAIN, DATA);
      }
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("WARN", "could not be loaded", "has not answered for 60 s");
    }
    assertThat(unused.keyId()).isEqualTo("1");
    assertThat(reloads).hasSize(1);
  }

  /** The known keys may have been withdrawn while this node was idle. */
  @Test
  void callAfterAPauseShouldWaitForTheKeysOfNow() {
    TokenCipher cipher = cipher(LONG);
    stored = Keys.keyset(two, one);
    clock.advance(Keys.RELOAD.multipliedBy(2));

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  @Test
  void callAfterAPauseShouldNotWaitWithoutAnEndWhenTheSourceHangs() {
    TokenCipher cipher = cipher(SHORT);
    hangs = true;
    clock.advance(Keys.RELOAD.multipliedBy(2));

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
  }

  @Test
  void callBeforeAPauseIsOverShouldNotWait() {
    TokenCipher cipher = cipher(LONG);
    hangs = true;
    clock.advance(Keys.RELOAD.multipliedBy(2).minusNanos(1));

    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    assertThat(reloads).hasSize(1);
  }

  /** A reload because of an unknown key delays no other operation. */
  @ParameterizedTest
  @ValueSource(longs = {1_000, 2_000, 30_000, 59_999})
  void sealingShouldGoOnAtOnceWhenTheSourceHangsForAMissingKey(long millisAfterTheLookBefore)
      throws Exception {
    Sealed planted = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    TokenCipher cipher = cipher(LONG);
    hangs = true;
    clock.advance(Duration.ofMillis(millisAfterTheLookBefore));
    var opened = new FutureTask<Optional<byte[]>>(() -> cipher.open(planted, DATA));
    var opening = new Thread(opened);
    opening.start();
    await().until(() -> opening.getState() == Thread.State.TIMED_WAITING);

    var sealed = new FutureTask<Sealed>(() -> cipher.seal(PLAIN, DATA));
    new Thread(sealed).start();

    assertThat(sealed.get(10, TimeUnit.SECONDS).keyId()).isEqualTo("1");
    assertThat(opened).isNotDone();
    free();
    assertThat(opened.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void anInterruptShouldEndTheWaitForAMissingKeyAndBeKept() throws Exception {
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    TokenCipher cipher = cipher(LONG);
    hangs = true;
    clock.advance(Duration.ofSeconds(1));
    var kept = new AtomicBoolean();
    var opened =
        new FutureTask<>(
            () -> {
              Optional<byte[]> plain = cipher.open(document, DATA);
              kept.set(Thread.currentThread().isInterrupted());
              return plain;
            });
    var opening = new Thread(opened);
    opening.start();
    await().until(() -> opening.getState() == Thread.State.TIMED_WAITING);

    opening.interrupt();

    assertThat(opened.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(kept).isTrue();
  }

  /** The five seconds count from the start of the reload, by the clock. */
  @Test
  void aMissingKeyShouldBeWaitedForUntilTheLookIsFiveSecondsOld() throws Exception {
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    var cipher = new TinkTokenCipher(new Keyring(this::source, Keys.RELOAD, clock), false);
    hangs = true;
    clock.advance(Keys.RELOAD);
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    await().until(() -> asked.get() == 2);

    clock.advance(Duration.ofMillis(4_900));
    long start = System.nanoTime();
    assertThat(cipher.open(document, DATA)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));

    clock.advance(Duration.ofMillis(100));
    assertThat(cipher.open(document, DATA)).isEmpty();
  }

  /** A reload because of an unknown key is not a regular reload. */
  @Test
  void aMissingKeyShouldNotReportASourceThatHangsMoreOftenThanItWouldBeAsked() {
    Sealed planted = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    TokenCipher cipher = cipher(Duration.ZERO);
    hangs = true;
    clock.advance(Duration.ofSeconds(1));
    try (LogCapture log = LogCapture.start()) {
      for (int i = 0; i < 130; i++) {
        assertThat(cipher.open(planted, DATA)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
      }
      assertThat(log.lines()).filteredOn(line -> line.contains("WARN")).hasSize(2);
    }
    assertThat(reloads).hasSize(1);
  }

  @Test
  void aReloadWithoutAThreadShouldChangeNothingAndBeTriedAgain() {
    var none = new AtomicBoolean(true);
    TokenCipher cipher =
        Keys.cipher(
            this::source,
            clock,
            reload -> {
              if (none.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              reload.run();
            },
            LONG);
    stored = Keys.keyset(two, one);

    clock.advance(Keys.RELOAD);
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("1");
    clock.advance(Keys.RELOAD);
    assertThat(cipher.seal(PLAIN, DATA).keyId()).isEqualTo("2");
  }

  @Test
  void reloadsShouldRunOnDaemons() {
    Sealed document = Keys.cipher(Keys.keyset(two)).seal(PLAIN, DATA);
    var cipher =
        new TinkTokenCipher(
            new Keyring(
                () -> {
                  reloads.add(Thread.currentThread());
                  return stored;
                },
                Keys.RELOAD,
                clock),
            false);
    stored = Keys.keyset(one, two);
    clock.advance(Duration.ofSeconds(1));

    assertThat(cipher.open(document, DATA)).contains(PLAIN);
    assertThat(reloads.get(0)).isSameAs(Thread.currentThread());
    assertThat(reloads.get(1)).matches(Thread::isDaemon).isNotSameAs(Thread.currentThread());
    reloads.clear();
  }
}
