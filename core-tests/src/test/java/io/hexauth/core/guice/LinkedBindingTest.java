// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Named.named;

import com.google.inject.CreationException;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.binder.LinkedBindingBuilder;
import com.google.inject.name.Names;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.TokenContext;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.ResourceOwnerCredentials;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.api.TokenRequester;
import io.hexauth.testkit.guice.StrictInjector;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each contribution of an application can be an instance, a provider, a class or a key. */
class LinkedBindingTest {

  private static final Key<String> HOST = Key.get(String.class, Names.named("host"));
  private static final Key<ClientRegistration> ANOTHER =
      Key.get(ClientRegistration.class, Names.named("another"));

  private static Injector injector(Consumer<OAuthClientBinder> contribution, Module... more) {
    return StrictInjector.create(
        new OAuthClientModule(),
        new InMemoryModule(),
        Parts.transport(),
        binder -> {
          binder.bind(HOST).toInstance("one.example");
          binder.bind(ANOTHER).toInstance(Parts.registration("acme", "one.example"));
          contribution.accept(OAuthClientBinder.of(binder));
          for (Module module : more) {
            binder.install(module);
          }
        });
  }

  /** Provider of a registration that reads another binding of the application. */
  static final class Configured implements Provider<ClientRegistration> {

    private final String host;

    @Inject
    Configured(@com.google.inject.name.Named("host") String host) {
      this.host = host;
    }

    @Override
    public ClientRegistration get() {
      return Parts.registration("acme", host);
    }
  }

  static Stream<Named<Consumer<LinkedBindingBuilder<ClientRegistration>>>> forms() {
    ClientRegistration acme = Parts.registration("acme", "one.example");
    return Stream.of(
        named("instance", binding -> binding.toInstance(acme)),
        named("provider", binding -> binding.toProvider(() -> acme)),
        named("class of a provider", binding -> binding.toProvider(Configured.class)),
        named("key", binding -> binding.to(ANOTHER)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void registrationShouldBeServedHoweverItIsBound(
      Consumer<LinkedBindingBuilder<ClientRegistration>> form) {
    Injector injector = injector(app -> form.accept(app.bindRegistration("acme")));

    OAuthClient client = injector.getInstance(OAuthClients.class).get("acme");

    assertThat(client.token().accessToken().value()).isEqualTo("one.example");
  }

  @Test
  void providerOfARegistrationShouldBeAskedOnceWhenTheInjectorIsCreated() {
    var asked = new AtomicInteger();
    Injector injector =
        injector(
            app ->
                app.bindRegistration("acme")
                    .toProvider(
                        () -> {
                          asked.incrementAndGet();
                          return Parts.registration("acme", "one.example");
                        }));
    assertThat(asked).hasValue(1);

    injector.getInstance(OAuthClients.class).get("acme").token();

    assertThat(asked).hasValue(1);
  }

  static Stream<Named<Provider<ClientRegistration>>> unusable() {
    return Stream.of(
        named("none", () -> null),
        named("with another id", () -> Parts.registration("other", "one.example")));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void creationShouldFailAndNameTheRegistrationWhenItsProviderReturnsAnother(
      Provider<ClientRegistration> provider) {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> injector(app -> app.bindRegistration("acme").toProvider(provider)))
        .withMessageContaining("'acme': the provider of this registration returned");
  }

  @Test
  void creationShouldFailWithTheExceptionOfTheProviderOfARegistration() {
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () ->
                injector(
                    app ->
                        app.bindRegistration("acme")
                            .toProvider(
                                () -> {
                                  throw new IllegalStateException("no configuration server");
                                })))
        .withMessageContaining("no configuration server");
  }

  @Test
  void creationShouldFailWhenARegistrationIsBoundInTwoWays() {
    ClientRegistration acme = Parts.registration("acme", "one.example");

    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () -> injector(app -> app.registration(acme).bindRegistration("acme").toInstance(acme)))
        .withMessageContaining("acme");
  }

  @Test
  void boundsShouldComeFromAProvider() {
    OAuthClientConfig bounds = OAuthClientConfig.defaults().withNamespace("of the provider");

    Injector injector = injector(app -> app.bindConfig().toProvider(() -> bounds));

    assertThat(injector.getInstance(OAuthClientConfig.class)).isSameAs(bounds);
  }

  /** Class of an application without a scope annotation. */
  static final class Counted implements TokenProvider, ResourceOwnerCredentials {

    private static final AtomicInteger MADE = new AtomicInteger();

    @Inject
    Counted() {
      MADE.incrementAndGet();
    }

    @Override
    public OAuthToken provide(
        TokenContext context, Optional<OAuthToken> last, TokenRequester requester) {
      return requester.obtainToken();
    }

    @Override
    public Optional<ResourceOwner> find(Principal principal) {
      return Optional.of(new ResourceOwner(principal.name(), "secret"));
    }
  }

  static Stream<Named<Consumer<OAuthClientBinder>>> roles() {
    ClientRegistration acme = Parts.registration("acme", "one.example");
    ClientRegistration password = acme.toBuilder().password().build();
    return Stream.of(
        named(
            "token provider",
            app -> app.registration(acme).bindTokenProvider("acme").to(Counted.class)),
        named(
            "credentials",
            app ->
                app.registration(password).bindResourceOwnerCredentials("acme").to(Counted.class)));
  }

  @ParameterizedTest
  @MethodSource("roles")
  void classWithoutAScopeShouldBeMadeOnceHoweverOftenItIsAsked(Consumer<OAuthClientBinder> role) {
    Counted.MADE.set(0);
    OAuthClient client = injector(role).getInstance(OAuthClients.class).get("acme");
    boolean forUsers = client.registration().grant().needsPrincipal();
    for (String user : new String[] {"alice", "bob"}) {
      (forUsers ? client.session(user) : client.session()).obtainToken();
    }

    assertThat(Counted.MADE).hasValue(1);
  }
}
