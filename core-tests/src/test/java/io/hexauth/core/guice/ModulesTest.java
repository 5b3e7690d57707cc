// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.Binding;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.spi.DefaultElementVisitor;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.spi.LinkedKeyBinding;
import com.google.inject.spi.PrivateElements;
import com.google.inject.spi.ProviderInstanceBinding;
import com.google.inject.spi.ProviderLookup;
import com.google.inject.spi.UntargettedBinding;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.InMemoryPendingAuthorizationStoreModule;
import io.hexauth.core.InMemoryTokenStoreModule;
import io.hexauth.core.InProcessCipherModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.UnencryptedModule;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.guice.StrictInjector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules require and provide what their Javadoc says. */
class ModulesTest {

  private static final Set<Class<?>> REQUIRED =
      Set.of(
          TokenStore.class,
          PendingAuthorizationStore.class,
          OAuthTransport.class,
          TokenCipher.class);

  @Test
  void coreShouldRequireFourPortsAndProvideTheClients() {
    List<Element> elements = Elements.getElements(new OAuthClientModule());

    assertThat(lookedUp(elements)).containsExactlyInAnyOrderElementsOf(REQUIRED);
    assertThat(exposed(elements))
        .containsExactlyInAnyOrder(Key.get(OAuthClients.class), Key.get(OAuthMaintenance.class));
  }

  @Test
  void memoryShouldProvideItsPortsAndRequireNothingButWhatCoreBinds() {
    List<Element> elements = Elements.getElements(new InMemoryModule());

    assertThat(exposed(elements))
        .containsExactlyInAnyOrder(
            Key.get(TokenStore.class),
            Key.get(TokenStoreMaintenance.class),
            Key.get(PendingAuthorizationStore.class),
            Key.get(TokenCipher.class));
    assertThat(lookedUp(elements)).isEmpty();
    assertThat(
            StrictInjector.create(
                    new InMemoryModule(),
                    binder ->
                        binder
                            .bind(OAuthClock.class)
                            .toInstance(io.hexauth.testkit.clock.VirtualClock.create()))
                .getInstance(TokenStore.class))
        .isNotNull();
  }

  static Stream<Arguments> memoryModules() {
    return Stream.of(
        Arguments.of(
            new InMemoryTokenStoreModule(), Set.of(TokenStore.class, TokenStoreMaintenance.class)),
        Arguments.of(
            new InMemoryPendingAuthorizationStoreModule(), Set.of(PendingAuthorizationStore.class)),
        Arguments.of(new InProcessCipherModule(), Set.of(TokenCipher.class)));
  }

  static Stream<Module> modules() {
    return Stream.of(
        new OAuthClientModule(),
        new InMemoryModule(),
        new InMemoryTokenStoreModule(),
        new InMemoryPendingAuthorizationStoreModule(),
        new InProcessCipherModule(),
        new UnencryptedModule());
  }

  /** Two thread pools, circuit breakers or stores would each have only a part of the state. */
  @ParameterizedTest
  @MethodSource("modules")
  void everythingThatAModuleMakesShouldBeMadeOnce(Module module) {
    List<Binding<?>> bindings = bindings(Elements.getElements(module)).toList();
    Set<Key<?>> bound = bindings.stream().map(Binding::getKey).collect(Collectors.toSet());

    assertThat(bindings.stream().filter(binding -> makes(binding, bound)))
        .isNotEmpty()
        .allSatisfy(
            binding -> assertThat(Scopes.isSingleton(binding)).as("%s", binding.getKey()).isTrue());
  }

  private static Stream<Binding<?>> bindings(List<Element> elements) {
    return elements.stream()
        .flatMap(
            element ->
                element instanceof PrivateElements inner
                    ? bindings(inner.getElements())
                    : Stream.of(element)
                        .filter(Binding.class::isInstance)
                        .map(e -> (Binding<?>) e));
  }

  private static boolean makes(Binding<?> binding, Set<Key<?>> bound) {
    if (binding instanceof LinkedKeyBinding<?> linked) {
      return !bound.contains(linked.getLinkedKey());
    }
    if (binding instanceof ProviderInstanceBinding<?> provider) {
      return !provider
          .getUserSuppliedProvider()
          .getClass()
          .getName()
          .startsWith("com.google.inject.");
    }
    return binding instanceof UntargettedBinding<?>;
  }

  /** An error message of Guice names the line of the application. */
  @Test
  void bindingsShouldBeThoseOfTheApplication() {
    List<Element> elements =
        Elements.getElements(
            binder ->
                OAuthClientBinder.of(binder)
                    .config(OAuthClientConfig.defaults())
                    .eventListener(event -> {}));

    assertThat(bindings(elements))
        .filteredOn(binding -> binding instanceof InstanceBinding<?>)
        .extracting(binding -> binding.getSource().toString())
        .isNotEmpty()
        .allMatch(source -> source.contains("ModulesTest"));
  }

  /**
   * Each port has its own module, so that for example a database can hold the tokens, and memory
   * the rest.
   */
  @ParameterizedTest
  @MethodSource("memoryModules")
  void eachPortShouldBeOneModuleThatOthersCanTakeThePlaceOf(Module module, Set<Class<?>> ports) {
    List<Module> others = new ArrayList<>(List.of(new OAuthClientModule()));
    memoryModules()
        .map(row -> (Module) row.get()[0])
        .filter(other -> !other.equals(module))
        .forEach(others::add);
    for (Class<?> port : REQUIRED) {
      if (port == OAuthTransport.class || ports.contains(port)) {
        others.add(unusable(port));
      }
    }

    assertThat(exposed(Elements.getElements(module)))
        .isEqualTo(ports.stream().map(Key::get).collect(Collectors.toSet()));
    assertThat(StrictInjector.create(others.toArray(Module[]::new)).getInstance(OAuthClients.class))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        TokenStore.class,
        PendingAuthorizationStore.class,
        OAuthTransport.class,
        TokenCipher.class
      })
  void creationShouldFailWithOneErrorThatNamesThePortWhenOneIsMissing(Class<?> missing) {
    var modules = new ArrayList<Module>();
    modules.add(new OAuthClientModule());
    for (Class<?> port : REQUIRED) {
      if (!port.equals(missing)) {
        modules.add(unusable(port));
      }
    }

    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> Guice.createInjector(modules))
        .satisfies(e -> assertThat(e.getMessage()).contains("1) ").doesNotContain("2) "))
        .satisfies(e -> assertBlamed(missing, e));
    // A strict injector reports nothing else either.
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> StrictInjector.create(modules.toArray(Module[]::new)))
        .satisfies(e -> assertBlamed(missing, e));
  }

  private static void assertBlamed(Class<?> missing, CreationException e) {
    assertThat(e.getErrorMessages())
        .isNotEmpty()
        .allSatisfy(message -> assertThat(message.getMessage()).contains(missing.getName()));
  }

  @Test
  void modulesShouldBeHarmlessWhenInstalledTwice() {
    assertThat(new OAuthClientModule())
        .isEqualTo(new OAuthClientModule())
        .hasSameHashCodeAs(new OAuthClientModule())
        .isNotEqualTo(new InMemoryModule());
    assertThat(new InMemoryModule())
        .isEqualTo(new InMemoryModule())
        .hasSameHashCodeAs(new InMemoryModule())
        .isNotEqualTo(new OAuthClientModule());
    assertThat(new InMemoryTokenStoreModule())
        .isEqualTo(new InMemoryTokenStoreModule())
        .hasSameHashCodeAs(new InMemoryTokenStoreModule())
        .isNotEqualTo(new InProcessCipherModule());
    assertThat(new InMemoryPendingAuthorizationStoreModule())
        .isEqualTo(new InMemoryPendingAuthorizationStoreModule())
        .hasSameHashCodeAs(new InMemoryPendingAuthorizationStoreModule())
        .isNotEqualTo(new InMemoryTokenStoreModule());
    assertThat(new InProcessCipherModule())
        .isEqualTo(new InProcessCipherModule())
        .hasSameHashCodeAs(new InProcessCipherModule())
        .isNotEqualTo(new InMemoryModule());

    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                binder -> binder.install(new OAuthClientModule()),
                binder -> binder.install(new InMemoryModule()),
                Parts.transport(),
                Parts.registrations(Parts.registration("acme", "as.example")))
            .getInstance(OAuthClients.class);

    assertThat(clients.get("acme").token().accessToken().value()).isEqualTo("as.example");
  }

  @Test
  void nothingShouldBeStartedOrAskedForBeforeTheFirstCall() {
    Set<Thread> before = threads();

    OAuthClients clients =
        StrictInjector.create(
                new OAuthClientModule(),
                new InMemoryModule(),
                binder ->
                    binder
                        .bind(OAuthTransport.class)
                        .toInstance(
                            request -> {
                              throw new AssertionError("No token was asked for");
                            }),
                Parts.registrations(Parts.registration("acme", "as.example")))
            .getInstance(OAuthClients.class);
    assertThat(clients.get("acme").session()).isNotNull();

    assertThat(threads()).isSubsetOf(before);
  }

  private static Set<Thread> threads() {
    var threads = new HashSet<Thread>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("hexauth-")) {
        threads.add(thread);
      }
    }
    return threads;
  }

  /** {@return a module that binds the port to a provider that these tests never call} */
  private static <T> Module unusable(Class<T> port) {
    Provider<T> provider =
        () ->
            port.cast(
                java.lang.reflect.Proxy.newProxyInstance(
                    port.getClassLoader(),
                    new Class<?>[] {port},
                    (proxy, method, arguments) -> {
                      throw new AssertionError(method.getName() + " was called");
                    }));
    return binder -> binder.bind(port).toProvider(provider);
  }

  private static Set<Key<?>> exposed(List<Element> elements) {
    var keys = new HashSet<Key<?>>();
    for (Element element : elements) {
      if (element instanceof PrivateElements inner) {
        keys.addAll(inner.getExposedKeys());
      }
    }
    return keys;
  }

  /**
   * {@return the required types} A call of {@code requireBinding} leaves a look-up in the elements.
   */
  private static Set<Class<?>> lookedUp(List<Element> elements) {
    var types = new HashSet<Class<?>>();
    for (Element element : elements) {
      element.acceptVisitor(
          new DefaultElementVisitor<Boolean>() {
            @Override
            public <T> Boolean visit(ProviderLookup<T> lookup) {
              types.add(lookup.getKey().getTypeLiteral().getRawType());
              return true;
            }
          });
    }
    types.retainAll(ports());
    return types;
  }

  private static Set<Class<?>> ports() {
    var ports = new HashSet<Class<?>>(REQUIRED);
    ports.add(OAuthClock.class);
    return ports;
  }
}
