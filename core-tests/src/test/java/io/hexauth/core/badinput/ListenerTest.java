// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Stage;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners that misbehave affect only themselves. */
class ListenerTest {

  private static final String ID = "acme";

  private final World world = new World();
  private final BlockingQueue<TokenEvent> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    world.close();
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("listener"),
        new AssertionError("listener"),
        new NoClassDefFoundError("listener"),
        new StackOverflowError("listener"),
        new OutOfMemoryError("listener, not really"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void aListenerThatThrowsShouldChangeNothingForAnybody(Throwable thrown) throws Exception {
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .registration(world.own(ID).build())
                .eventListener(event -> sneak(thrown))
                .eventListener(heard::add)
                .eventListener(event -> sneak(thrown)));
    OAuthSession session = world.client(ID).session();

    OAuthToken first = session.token();
    assertThat(next().token()).contains(first);
    OAuthToken second = session.refresh();
    assertThat(next().token()).contains(second);

    assertThat(session.current()).contains(second);
    assertThat(heard).isEmpty();
  }

  /** The message of a listener's exception may contain a token, so the log must not contain it. */
  @Test
  void theMessageOfAListenerShouldNotGetIntoTheLog() throws Exception {
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .registration(world.own(ID).build())
                .eventListener(
                    event -> {
                      throw new IllegalStateException(event.token().orElseThrow().authorization());
                    })
                .eventListener(heard::add));

    world.client(ID).token();

    // The scan after the last test searches the log for the secret.
    assertThat(next()).isNotNull();
  }

  static final class Unmakeable implements OAuthEventListener {
    @Inject
    Unmakeable() {
      throw new IllegalStateException("no database today");
    }

    @Override
    public void onToken(TokenEvent event) {}
  }

  @Test
  void aListenerThatCannotBeMadeShouldNotStopTheClient() throws Exception {
    var injector =
        Guice.createInjector(
            Stage.DEVELOPMENT,
            new OAuthClientModule(),
            new InMemoryModule(),
            new FeignTransportModule(),
            binder ->
                OAuthClientBinder.of(binder)
                    .config(World.PATIENT)
                    .registration(world.own(ID).build())
                    .bindEventListener()
                    .to(Unmakeable.class));
    try (var clients = injector.getInstance(OAuthClients.class)) {
      OAuthSession session = clients.get(ID).session();

      assertThat(session.token()).isNotEqualTo(session.refresh());
    }
  }

  @Test
  void aListenerShouldBeAllowedToCallTheClient() throws Exception {
    var seen = new LinkedBlockingQueue<OAuthToken>();
    world.start(
        binder ->
            binder
                .config(World.PATIENT)
                .registration(world.own(ID).build())
                .eventListener(
                    event -> {
                      OAuthSession session = world.client(ID).session();
                      seen.add(event.generation() == 1 ? session.refresh() : session.token());
                      heard.add(event);
                    }));

    world.client(ID).token();

    assertThat(next().generation()).isEqualTo(1);
    assertThat(next().generation()).isEqualTo(2);
    assertThat(seen).hasSize(2).containsOnly(world.client(ID).token());
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  private TokenEvent next() throws InterruptedException {
    TokenEvent event = heard.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event within 20 s").isNotNull();
    return event;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
