// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.settings;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.crypto.tink.TinkTokenCipherConfig;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.FeignTransportConfig;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.redis.RedisStoreConfig;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A setter changes what its name says and nothing else, whichever setter was called before. Setters
 * are found by reflection, so new ones are tested, too.
 */
class SettersTest {

  /** Supplier of an unchanged instance, by builder or configuration. */
  private static final Map<Class<?>, Supplier<Object>> UNTOUCHED =
      Map.ofEntries(
          entry(ClientRegistration.Builder.class, () -> ClientRegistration.builder("acme")),
          entry(AccessRequest.class, () -> AccessRequest.of(Scopes.none())),
          entry(TokenResponseFormat.class, TokenResponseFormat::lenient),
          entry(AuthorizationOptions.class, AuthorizationOptions::none),
          entry(AuthorizationDemand.class, AuthorizationDemand::none),
          entry(ConnectionStatus.class, ConnectionStatus::connected),
          entry(OAuthToken.Builder.class, () -> OAuthToken.builder("token")),
          entry(OAuthClientConfig.class, OAuthClientConfig::defaults),
          entry(
              TransportRequest.Builder.class,
              () -> TransportRequest.post("acme", URI.create("https://as.example/token"))),
          entry(FeignTransportConfig.class, FeignTransportConfig::defaults),
          entry(TinkTokenCipherConfig.class, TinkTokenCipherConfig::defaults),
          entry(JdbcStoreConfig.class, JdbcStoreConfig::defaults),
          entry(RedisStoreConfig.class, RedisStoreConfig::defaults),
          entry(SizeLimits.class, SizeLimits::defaults),
          entry(
              GrantRecord.Builder.class,
              () ->
                  GrantRecord.builder(
                      new GrantKey("0".repeat(64)), new GrantId("0".repeat(32)), Instant.EPOCH)));

  private static Map.Entry<Class<?>, Supplier<Object>> entry(
      Class<?> type, Supplier<Object> untouched) {
    return Map.entry(type, untouched);
  }

  /** Setters of a default, and the setter that each of them reverses. */
  private static final Map<String, String> UNDOES = Map.of("automaticRefresh", "manualRefresh");

  /** Setters of which only the last call counts, in addition to those with the same name. */
  private static final List<Set<String>> ALTERNATIVES =
      List.of(
          Set.of("authorizationCode", "clientCredentials", "password", "extensionGrant"),
          Set.of("clientSecretBasic", "clientSecretBasicRaw", "clientSecretPost", "publicClient"),
          Set.of("manualRefresh", "automaticRefresh"),
          Set.of("resource", "resources"),
          Set.of("withResource", "withResources"),
          Set.of("errorCode", "errorText"));

  private static final Map<Setter, Set<String>> SET_BY = new ConcurrentHashMap<>();

  /** Types with only one setting. */
  private static final Set<String> WITH_ONE_SETTING =
      Set.of("io.hexauth.crypto.tink.TinkTokenCipherModule");

  @Test
  void everyBuilderAndConfigurationShouldBeTested() {
    Set<String> found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.hexauth")
                .stream()
                .filter(SettersTest::isOfTheApi)
                .filter(type -> !type.isInterface())
                .filter(type -> type.getSimpleName().equals("Builder") || hasWither(type))
                .map(JavaClass::getName)
                .collect(toSet());

    found.removeAll(WITH_ONE_SETTING);
    assertThat(UNTOUCHED.keySet()).extracting(Class::getName).containsAll(found);
    assertThat(found).hasSizeGreaterThan(8);
  }

  private static boolean isOfTheApi(JavaClass type) {
    String name = type.getPackageName() + ".";
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && Stream.of(".internal.", ".shaded.", ".testkit.", ".architecture.")
            .noneMatch(name::contains);
  }

  /**
   * {@return true if the type has a method {@code with…}} {@code withAccess} of a session does not
   * count: it returns a view of the same grant.
   */
  private static boolean hasWither(JavaClass type) {
    return !type.isInterface()
        && type.getMethods().stream()
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> method.getRawReturnType().equals(type))
            .filter(method -> !method.getRawParameterTypes().isEmpty())
            .anyMatch(method -> method.getName().matches("with[A-Z].*"));
  }

  static Stream<Arguments> setters() {
    return UNTOUCHED.entrySet().stream()
        .flatMap(
            entry ->
                Setter.of(entry.getKey()).stream()
                    .map(setter -> arguments(setter, entry.getValue())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  void setterShouldSetSomething(Setter setter, Supplier<Object> untouched) {
    assertThat(setBy(setter, untouched)).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  void setterShouldKeepWhatOthersHaveSet(Setter last, Supplier<Object> untouched) {
    Set<String> its = setBy(last, untouched);
    for (Setter first : Setter.of(last.method().getDeclaringClass())) {
      Set<String> theirs = setBy(first, untouched);
      if (Collections.disjoint(its, theirs)) {
        Object target = first.on(untouched.get());
        Map<String, @Nullable Object> before = Fields.of(target);
        Set<String> changed = Fields.changed(before, Fields.of(last.on(target)));
        changed.retainAll(theirs);
        assertThat(changed).as("what %s has set", first).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("setters")
  void setterShouldReplaceNothingButWhatItsAlternativesHaveSet(
      Setter setter, Supplier<Object> untouched) {
    assertThat(Setter.of(setter.method().getDeclaringClass()))
        .filteredOn(each -> !Collections.disjoint(setBy(each, untouched), setBy(setter, untouched)))
        .allMatch(each -> areAlternatives(each.method().getName(), setter.method().getName()));
  }

  private static boolean areAlternatives(String one, String other) {
    return one.equals(other)
        || ALTERNATIVES.stream().anyMatch(names -> names.contains(one) && names.contains(other));
  }

  /** {@return the fields that the setter changes in a new object} */
  private static Set<String> setBy(Setter setter, Supplier<Object> untouched) {
    return SET_BY.computeIfAbsent(setter, each -> changedBy(each, untouched));
  }

  private static Set<String> changedBy(Setter setter, Supplier<Object> untouched) {
    String undone = UNDOES.getOrDefault(setter.method().getName(), setter.method().getName());
    return Setter.of(setter.method().getDeclaringClass()).stream()
        .filter(each -> each.method().getName().equals(undone))
        .map(
            each -> Fields.changed(Fields.of(untouched.get()), Fields.of(each.on(untouched.get()))))
        .collect(TreeSet::new, Set::addAll, Set::addAll);
  }

  @Test
  void copyOfATokenShouldKeepEverything() {
    Object builder = OAuthToken.builder("token");
    for (Setter setter : Setter.of(OAuthToken.Builder.class)) {
      builder = setter.on(builder);
    }
    OAuthToken token = ((OAuthToken.Builder) builder).build();

    assertThat(Fields.of(token.toBuilder().build())).isEqualTo(Fields.of(token));
  }
}
