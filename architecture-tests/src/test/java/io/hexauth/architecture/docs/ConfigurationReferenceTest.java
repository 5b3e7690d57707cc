// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.crypto.tink.TinkTokenCipherConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.http.feign.FeignTransportConfig;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.redis.RedisStoreConfig;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page about configuration has every method and every bound, with the default of the code. */
class ConfigurationReferenceTest {

  private static final String PAGE = Repository.read(Path.of("docs", "guide", "configuration.md"));

  /** Defaults that the page describes in words. */
  private static final Map<String, String> IN_WORDS =
      Map.of(
          "cachedBytes", "a quarter of the maximum heap of the JVM",
          "sizeLimits", "below",
          "membersAt", "the top level",
          "scopeDelimiter", "a space");

  /** Values of a registration before each method is called, without those that have no getter. */
  private static final Map<String, Function<ClientRegistration, Object>> DEFAULTS =
      Map.of(
          "scopes", registration -> registration.scopes().values(),
          "stepUpScopes", registration -> registration.stepUpScopes().values(),
          "resources", registration -> registration.access().resources(),
          "audience", registration -> registration.access().audience(),
          "clockSkew", registration -> registration.refresh().clockSkew(),
          "allowPlainHttp", ClientRegistration::plainHttpHosts,
          "allowPrivateEndpoints", ClientRegistration::privateOrigins,
          "authorizationParameter", registration -> registration.authorizationParameters().values(),
          "tokenParameter", registration -> registration.tokenParameters().values());

  static Stream<Object> settings() {
    return Stream.of(
        OAuthClientConfig.defaults(),
        SizeLimits.defaults(),
        TokenResponseFormat.lenient(),
        FeignTransportConfig.defaults(),
        JdbcStoreConfig.defaults(),
        RedisStoreConfig.defaults(),
        TinkTokenCipherConfig.defaults());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyBoundShouldHaveARowWithItsDefault(Object defaults) throws Exception {
    String section = section("### " + defaults.getClass().getSimpleName());
    for (Method bound : getters(defaults.getClass())) {
      String value = IN_WORDS.getOrDefault(bound.getName(), shown(bound.invoke(defaults)));

      assertThat(section).contains("| `" + bound.getName() + "` | " + value + " | ");
    }
    assertThat(rows(section)).hasSameSizeAs(getters(defaults.getClass()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyMethodThatSetsABoundShouldBeNamed(Object defaults) {
    String section = section("### " + defaults.getClass().getSimpleName());

    assertThat(methods(defaults.getClass()).filter(name -> name.startsWith("with")))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(section).contains("| `" + name + "(…)` | "));
  }

  @Test
  void everyMethodOfTheBuilderShouldHaveARow() {
    assertThat(rows(section("## A registration")))
        .containsExactlyInAnyOrderElementsOf(
            methods(ClientRegistration.Builder.class)
                .filter(name -> !name.equals("build"))
                .toList());
  }

  @Test
  void everyMethodOfTheBinderShouldHaveARow() {
    assertThat(rows(section("## What an application contributes")))
        .containsExactlyInAnyOrderElementsOf(
            methods(OAuthClientBinder.class).filter(name -> !name.equals("of")).toList());
  }

  @Test
  void methodOfTheBuilderShouldHaveTheDefaultOfTheCode() {
    ClientRegistration untouched =
        ClientRegistration.builder("untouched")
            .clientCredentials()
            .clientSecretBasic("app", () -> "secret")
            .tokenEndpoint("https://login.example/token")
            .build();

    assertThat(DEFAULTS)
        .allSatisfy(
            (method, getter) ->
                assertThat(PAGE)
                    .contains("| `" + method + "(…)` | " + shown(getter.apply(untouched)) + " | "));
    assertThat(untouched.pkce()).isTrue();
    assertThat(untouched.responseFormat()).isEqualTo(TokenResponseFormat.lenient());
    assertThat(untouched.refresh().rotation().getClass().getSimpleName()).isEqualTo("Strict");
    assertThat(untouched.refresh().defaultLifetime()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PT1S, 1 s", "PT60S, 1 min", "PT24H, 24 h", "PT90S, 90 s"})
  void durationShouldBeShownInItsLargestUnit(Duration duration, String text) {
    assertThat(shown(duration)).isEqualTo(text);
  }

  private static String shown(Object value) {
    if (value instanceof Duration duration) {
      long seconds = duration.toSeconds();
      boolean isHours = seconds % 3600 == 0;
      return isHours
          ? seconds / 3600 + " h"
          : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
    if (value instanceof Integer number) {
      return number % 1024 == 0 ? number / 1024 + " KiB" : "%,d".formatted(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    boolean isEmpty =
        value.equals(Optional.empty())
            || value.equals(List.of())
            || value.toString().matches("\\[]|\\{}");
    return isEmpty ? "none" : "`" + value + "`";
  }

  /** {@return the text below a heading, up to the next heading of the same or a higher level} */
  private static String section(String heading) {
    String level = heading.substring(0, heading.indexOf(' '));
    String below = PAGE.substring(PAGE.indexOf("\n" + heading + "\n") + heading.length() + 2);
    return below.split("(?m)^#{1," + level.length() + "} ")[0];
  }

  /** {@return the names in the first column of the tables, without parentheses} */
  private static List<String> rows(String section) {
    return Pattern.compile("(?m)^\\| `(\\w+)(?:\\(…?\\))?` \\|")
        .matcher(section)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  /** {@return the getter of each field} */
  private static List<Method> getters(Class<?> type) throws NoSuchMethodException {
    var getters = new ArrayList<Method>();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        getters.add(type.getMethod(field.getName()));
      }
    }
    return getters;
  }

  private static Stream<String> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .distinct();
  }
}
