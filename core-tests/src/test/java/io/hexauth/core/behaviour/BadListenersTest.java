// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.testkit.events.RecordedEvents;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that misbehaves, between two well-behaved ones. */
class BadListenersTest {

  private static final int REFRESHES = 50;
  private static final List<Long> ALL = LongStream.rangeClosed(1, REFRESHES + 1).boxed().toList();

  private final World world = new World();
  private final RecordedEvents before = new RecordedEvents();
  private final RecordedEvents after = new RecordedEvents();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    world.close();
  }

  /** Misbehaviour of a listener with each event, including measurements. */
  enum Bad {
    HANGS {
      @Override
      void with(int event, BadListenersTest test) {
        Crowd.await(test.end);
      }
    },
    THROWS {
      @Override
      void with(int event, BadListenersTest test) {
        throw new AssertionError("a listener's own");
      }
    },
    /** Is always ten events behind the other listeners, until the end of the test. */
    IS_SLOW {
      @Override
      void with(int event, BadListenersTest test) {
        while (test.after.all().size() < event + 10 && test.isGoingOn()) {}
      }
    };

    abstract void with(int event, BadListenersTest test);
  }

  private final class BadListener implements OAuthEventListener {

    private final Bad bad;
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();

    BadListener(Bad bad) {
      this.bad = bad;
    }

    @Override
    public void onToken(TokenEvent event) {
      tokens.incrementAndGet();
      bad.with(told.getAndIncrement(), BadListenersTest.this);
    }

    @Override
    public void onMeasurement(Measurement event) {
      bad.with(told.getAndIncrement(), BadListenersTest.this);
    }
  }

  /** {@return true if the test has not ended, after a wait of one millisecond} */
  private boolean isGoingOn() {
    try {
      return !end.await(1, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static List<Long> generations(RecordedEvents heard) {
    return heard.of(TokenEvent.class).stream().map(TokenEvent::generation).toList();
  }

  @ParameterizedTest
  @EnumSource
  void tokenEventsOfOthersShouldBeNeitherDelayedNorLostWhenAListener(Bad bad) {
    var listener = new BadListener(bad);
    Node node =
        world.node(
            world.authorizationCode().build(),
            b -> b.eventListener(before).eventListener(listener).eventListener(after));
    node.consent(world.server(), World.ALICE);
    for (int i = 0; i < REFRESHES; i++) {
      node.alice().refresh();
    }

    // The other listeners receive all events while this one hangs or is slow.
    await().until(() -> generations(before).size() == ALL.size());
    await().until(() -> generations(after).size() == ALL.size());
    assertThat(generations(before)).isEqualTo(ALL);
    assertThat(generations(after)).isEqualTo(ALL);
    end.countDown();
    node.close();
    assertThat(listener.tokens).as("its own token events are not lost either").hasValue(ALL.size());
  }
}
