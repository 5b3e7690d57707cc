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
import java.lang.reflect.Proxy;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class JdbcModulesTest {

  private static final GrantKey KEY = new GrantKey("a".repeat(64));
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
    assertThat(injector.getInstance(TokenStore.class).find(KEY).done()).isFalse();
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

  @Test
  void twoStoresShouldLiveInOneApplication() {
    Injector injector =
        StrictInjector.create(
            source(h2()), named("first", "grants_1"), named("second", "grants_2"));
    TokenStore first = injector.getInstance(Key.get(TokenStore.class, Names.named("first")));
    TokenStore second = injector.getInstance(Key.get(TokenStore.class, Names.named("second")));
    assertThat(first.find(KEY).done()).isFalse();
    assertThat(second.find(KEY).done()).isFalse();
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
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:modules;DB_CLOSE_DELAY=-1");
    return source;
  }

  private static DataSource untouchable() {
    return (DataSource)
        Proxy.newProxyInstance(
            JdbcModulesTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              throw new AssertionError("Touched: " + method);
            });
  }
}
