// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;

import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.name.Names;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.OAuthRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.testkit.guice.StrictInjector;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Injectors in the forms that applications create. */
class WiringTest {

  private static final Module TWO_SERVERS =
      Parts.registrations(
          Parts.registration("billing", "one.example"),
          Parts.registration("shipping", "two.example"));

  private static Injector injector(Module more) {
    return StrictInjector.create(
        new OAuthClientModule(), new InMemoryModule(), Parts.transport(), more);
  }

  /** Class of an application that uses a client. */
  static final class Application {

    private final OAuthClient billing;
    private final OAuthClient shipping;
    private final OAuthClients clients;

    @Inject
    Application(
        @OAuthRegistration("billing") OAuthClient billing,
        @OAuthRegistration("shipping") OAuthClient shipping,
        OAuthClients clients) {
      this.billing = billing;
      this.shipping = shipping;
      this.clients = clients;
    }
  }

  @Test
  void clientsOfTwoServersShouldBeInjectedByTheNamesOfTheirRegistrations() {
    Application application =
        injector(
                binder -> {
                  binder.install(TWO_SERVERS);
                  binder.bind(Application.class);
                })
            .getInstance(Application.class);

    assertThat(application.billing.token().accessToken().value()).isEqualTo("one.example");
    assertThat(application.shipping.token().accessToken().value()).isEqualTo("two.example");
    assertThat(application.clients.get("billing")).isSameAs(application.billing);
    assertThat(application.clients.ids())
        .containsExactlyInAnyOrder(
            ClientRegistrationId.of("billing"), ClientRegistrationId.of("shipping"));
  }

  /** A client reads the clock when it is created. */
  @Test
  void clientShouldBeMadeOnceWhenItIsFirstAskedFor() {
    var readings = new AtomicInteger();
    OAuthClock clock =
        new OAuthClock() {
          @Override
          public Instant instant() {
            return Instant.EPOCH;
          }

          @Override
          public long nanoTime() {
            return readings.incrementAndGet();
          }
        };
    OAuthClients clients =
        injector(
                binder -> {
                  binder.install(TWO_SERVERS);
                  OAuthClientBinder.of(binder).clock(clock);
                })
            .getInstance(OAuthClients.class);
    int wired = readings.get();

    OAuthClient billing = clients.get("billing");
    int first = readings.get();

    assertThat(clients.get("billing")).isSameAs(billing);
    assertThat(first).as("made when it is asked for").isGreaterThan(wired);
    assertThat(readings).as("made once").hasValue(first);
  }

  static Stream<Named<Consumer<Set<ClientRegistrationId>>>> removals() {
    var billing = ClientRegistrationId.of("billing");
    return Stream.of(
        named("remove", ids -> ids.remove(billing)),
        named("removeAll", ids -> ids.removeAll(Set.of(billing))),
        named("retainAll", ids -> ids.retainAll(Set.of())),
        named("removeIf", ids -> ids.removeIf(billing::equals)),
        named("clear", Set::clear));
  }

  @ParameterizedTest
  @MethodSource("removals")
  void idsShouldBeUnmodifiableAndRemoveNoClient(Consumer<Set<ClientRegistrationId>> removal) {
    OAuthClients clients = injector(TWO_SERVERS).getInstance(OAuthClients.class);

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> removal.accept(clients.ids()));

    assertThat(clients.get("billing").token().accessToken().value()).isEqualTo("one.example");
  }

  @Test
  void creationShouldFailWhenARegistrationIsAddedTwice() {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () ->
                injector(
                    Parts.registrations(
                        Parts.registration("billing", "one.example"),
                        Parts.registration("billing", "two.example"))))
        .withMessageContaining("billing");
  }

  @Test
  void creationShouldFailWhenAClientIsInjectedThatIsNotRegistered() {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () ->
                injector(
                    binder -> {
                      binder.install(
                          Parts.registrations(Parts.registration("billing", "one.example")));
                      binder.bind(Application.class);
                    }))
        .withMessageContaining("shipping");
  }

  /** Listener that needs the clients, which need the listeners. */
  @Singleton
  static final class Bookkeeper implements OAuthEventListener {

    private final OAuthClients clients;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Inject
    Bookkeeper(OAuthClients clients) {
      this.clients = clients;
    }

    @Override
    public void onToken(TokenEvent event) {
      seen.add(clients.get(event.registration()).token().accessToken().value());
    }
  }

  @Test
  void listenerShouldBeMadeByGuiceAndMayInjectTheClients() {
    Injector injector =
        injector(
            binder -> {
              binder.install(TWO_SERVERS);
              binder.bind(Bookkeeper.class);
              OAuthClientBinder.of(binder).bindEventListener().to(Bookkeeper.class);
            });
    injector.getInstance(OAuthClients.class).get("billing").token();

    await().until(() -> injector.getInstance(Bookkeeper.class).seen.contains("one.example"));
  }

  /** Class of an application without a scope annotation. */
  static final class Listener implements OAuthEventListener {

    private static final AtomicInteger MADE = new AtomicInteger();
    private static final AtomicInteger HEARD = new AtomicInteger();

    @Inject
    Listener() {
      MADE.incrementAndGet();
    }

    @Override
    public void onToken(TokenEvent event) {
      HEARD.incrementAndGet();
    }
  }

  @Test
  void listenerWithoutAScopeShouldBeMadeOnceHoweverOftenItIsTold() {
    Injector injector =
        injector(
            binder -> {
              binder.install(TWO_SERVERS);
              OAuthClientBinder.of(binder).bindEventListener().to(Listener.class);
            });
    OAuthClients clients = injector.getInstance(OAuthClients.class);
    clients.get("billing").token();
    clients.get("shipping").token();

    await().until(() -> Listener.HEARD.get() == 2);
    assertThat(Listener.MADE).hasValue(1);
  }

  /** {@return a private module of a tenant, with its own store and clients} */
  private static Module leg(String name, String host) {
    return new PrivateModule() {
      @Override
      protected void configure() {
        install(new OAuthClientModule());
        install(new InMemoryModule());
        install(Parts.registrations(Parts.registration("billing", host)));
        var key = Key.get(OAuthClients.class, Names.named(name));
        bind(key).to(OAuthClients.class);
        expose(key);
      }
    };
  }

  @Test
  void twoLegsShouldShareNothingButWhatIsOutside() {
    Injector injector =
        StrictInjector.create(
            Parts.transport(), leg("left", "left.example"), leg("right", "right.example"));
    OAuthClients left = injector.getInstance(Key.get(OAuthClients.class, Names.named("left")));
    OAuthClients right = injector.getInstance(Key.get(OAuthClients.class, Names.named("right")));

    assertThat(left.get("billing").token().accessToken().value()).isEqualTo("left.example");
    assertThat(right.get("billing").session().current()).isEmpty();
    assertThat(right.get("billing").token().accessToken().value()).isEqualTo("right.example");

    left.close();
    assertThat(right.get("billing").session().obtainToken()).isNotNull();
  }
}
