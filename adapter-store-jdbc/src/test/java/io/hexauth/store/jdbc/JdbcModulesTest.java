// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.name.Names;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.PrivateElements;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.testkit.guice.StrictInjector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcModulesTest {

  private static final GrantKey KEY = new GrantKey("a".repeat(64));
  private static final AtomicInteger MEMBERS = new AtomicInteger();
  private static final JdbcStoreConfig CONFIG = JdbcStoreConfig.defaults().withCreateTables(true);

  @Test
  void modulesShouldProvideTheirPortsOnly() {
    assertThat(exposed(new JdbcTokenStoreModule()))
        .containsExactlyInAnyOrder(Key.get(TokenStore.class), Key.get(TokenStoreMaintenance.class));
    assertThat(exposed(new JdbcPendingAuthorizationStoreModule()))
        .containsExactly(Key.get(PendingAuthorizationStore.class));
  }

  private static Iterable<Key<?>> exposed(Module module) {
    List<Element> elements = Elements.getElements(module);
    assertThat(elements).hasSize(1);
    return ((PrivateElements) elements.get(0)).getExposedKeys();
  }

  @Test
  void modulesShouldRequireTheQualifiedDataSourceAndNoOther() {
    Module unqualified =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(DataSource.class).toInstance(untouchable());
          }
        };
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(() -> StrictInjector.create(new JdbcTokenStoreModule(), unqualified))
        .withMessageContaining("OAuthJdbc");
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () -> StrictInjector.create(new JdbcPendingAuthorizationStoreModule(), unqualified))
        .withMessageContaining("OAuthJdbc");
  }

  @Test
  void oneModuleShouldProvideBothStores() {
    Injector injector = StrictInjector.create(new JdbcStoreModule(CONFIG), source(h2()));
    assertThat(injector.getInstance(TokenStore.class))
        .isSameAs(injector.getInstance(TokenStore.class));
    assertThat(injector.getInstance(TokenStore.class).find(KEY).grant()).isEmpty();
    assertThat(injector.getInstance(TokenStoreMaintenance.class).rowsPerKey()).isEmpty();
    assertThat(injector.getInstance(PendingAuthorizationStore.class).take(KEY)).isEmpty();
  }

  @Test
  void modulesShouldBeHarmlessTwiceAndRefusedWithAnotherConfiguration() {
    StrictInjector.create(
        new JdbcStoreModule(CONFIG),
        new JdbcStoreModule(CONFIG),
        new JdbcTokenStoreModule(CONFIG),
        new JdbcPendingAuthorizationStoreModule(CONFIG),
        source(h2()));
    assertThat(new JdbcStoreModule()).isEqualTo(new JdbcStoreModule(JdbcStoreConfig.defaults()));
    assertThatExceptionOfType(CreationException.class)
        .isThrownBy(
            () ->
                StrictInjector.create(
                    new JdbcTokenStoreModule(), new JdbcTokenStoreModule(CONFIG), source(h2())))
        .withMessageContaining("BINDING_ALREADY_SET");
  }

  static Stream<Function<JdbcStoreConfig, Module>> modules() {
    return Stream.of(
        JdbcStoreModule::new, JdbcTokenStoreModule::new, JdbcPendingAuthorizationStoreModule::new);
  }

  /** Guice ignores a module that equals another one, and then its configuration is lost. */
  @ParameterizedTest
  @MethodSource("modules")
  void modulesShouldBeEqualIfTheirConfigurationsAre(Function<JdbcStoreConfig, Module> of) {
    Module module = of.apply(CONFIG);
    assertThat(module)
        .isEqualTo(of.apply(JdbcStoreConfig.defaults().withCreateTables(true)))
        .hasSameHashCodeAs(of.apply(JdbcStoreConfig.defaults().withCreateTables(true)))
        .isNotEqualTo(of.apply(JdbcStoreConfig.defaults()))
        .isNotEqualTo(CONFIG);
    assertThat(modules().map(other -> other.apply(CONFIG)).filter(module::equals)).hasSize(1);
  }

  @Test
  void modulesWithoutAConfigurationShouldHaveTheDefaults() {
    JdbcStoreConfig defaults = JdbcStoreConfig.defaults();
    assertThat(new JdbcStoreModule()).isEqualTo(new JdbcStoreModule(defaults));
    assertThat(new JdbcTokenStoreModule()).isEqualTo(new JdbcTokenStoreModule(defaults));
    assertThat(new JdbcPendingAuthorizationStoreModule())
        .isEqualTo(new JdbcPendingAuthorizationStoreModule(defaults));
  }

  /** Each module is tested separately: together, one could do what the other one forgets. */
  @ParameterizedTest
  @MethodSource("modules")
  void everyMemberOfTheConfigurationShouldReachTheDatabase(Function<JdbcStoreConfig, Module> of)
      throws SQLException {
    List<Integer> timeouts = new CopyOnWriteArrayList<>();
    DataSource source = h2("members" + MEMBERS.incrementAndGet());
    try (Connection connection = source.getConnection()) {
      connection.createStatement().execute("CREATE SCHEMA \"auth\"");
    }
    JdbcStoreConfig config =
        new JdbcStoreConfig(Optional.of("auth"), "g", "p", true, Duration.ofMillis(12_345));

    Injector injector = StrictInjector.create(of.apply(config), source(observed(source, timeouts)));

    assertThat(timeouts).isNotEmpty().containsOnly(12_345);
    Set<String> tables = new TreeSet<>();
    try (Connection connection = source.getConnection();
        ResultSet rows = connection.getMetaData().getTables(null, "auth", null, null)) {
      while (rows.next()) {
        tables.add(rows.getString("TABLE_NAME"));
      }
    }
    Set<String> expected = new TreeSet<>();
    if (injector.getExistingBinding(Key.get(TokenStore.class)) != null) {
      expected.add("g");
    }
    if (injector.getExistingBinding(Key.get(PendingAuthorizationStore.class)) != null) {
      expected.add("p");
    }
    assertThat(tables).isNotEmpty().isEqualTo(expected);
  }

  /** {@return a source that records the timeouts which its connections receive} */
  private static DataSource observed(DataSource source, List<Integer> timeouts) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Connection connection = source.getConnection();
          return proxy(
              Connection.class,
              (call, values) -> {
                if (call.getName().equals("setNetworkTimeout") && (int) values[1] != 0) {
                  timeouts.add((Integer) values[1]);
                }
                return call.invoke(connection, values);
              });
        });
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            JdbcModulesTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Test
  void twoStoresShouldLiveInOneApplication() {
    Injector injector =
        StrictInjector.create(
            source(h2()), named("first", "grants_1"), named("second", "grants_2"));
    TokenStore first = injector.getInstance(Key.get(TokenStore.class, Names.named("first")));
    TokenStore second = injector.getInstance(Key.get(TokenStore.class, Names.named("second")));
    assertThat(first.find(KEY).grant()).isEmpty();
    assertThat(second.find(KEY).grant()).isEmpty();
    assertThat(first).isNotSameAs(second);
  }

  private static Module named(String name, String table) {
    return new PrivateModule() {
      @Override
      protected void configure() {
        install(new JdbcTokenStoreModule(CONFIG.withGrantTable(table)));
        Key<TokenStore> key = Key.get(TokenStore.class, Names.named(name));
        bind(key).to(TokenStore.class);
        expose(key);
      }
    };
  }

  private static Module source(DataSource source) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(source);
      }
    };
  }

  private static DataSource h2() {
    return h2("modules");
  }

  private static DataSource h2(String name) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
    return source;
  }

  private static DataSource untouchable() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          throw new AssertionError("Touched: " + method);
        });
  }
}
