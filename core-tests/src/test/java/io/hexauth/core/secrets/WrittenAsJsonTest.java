// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Libraries that write any object as JSON, for example into a log or an HTTP session: Jackson reads
 * accessors, Gson private fields. They write no more than {@code toString()} may show.
 */
class WrittenAsJsonTest {

  static Stream<Class<?>> types() {
    return Stream.of(OAuthToken.class, OAuthClient.class, OAuthClientModule.class)
        .flatMap(anchor -> Classes.publicOnes(anchor).stream())
        .filter(type -> !type.getPackageName().contains(".internal"))
        .filter(type -> !type.isInterface() && !type.isEnum())
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .filter(type -> !Throwable.class.isAssignableFrom(type))
        .filter(WrittenAsJsonTest::keepsSomething)
        .filter(type -> !type.getSimpleName().matches(".*(Module|Binder)"))
        // Types for adapters, which send them. No application has one.
        .filter(type -> !type.getName().contains(".spi.Transport"));
  }

  private static boolean keepsSomething(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .anyMatch(field -> !Modifier.isStatic(field.getModifiers()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void noLibraryShouldWriteMoreThanATextMayShow(Class<?> type) {
    Object sample = Samples.of(type);

    for (String json :
        List.of(sample.toString(), jackson2(sample), jackson3(sample), gson(sample))) {
      assertThat(canaries(json))
          .as("canaries in %s", json)
          .isSubsetOf(PublicTypesTest.MAY_BE_SHOWN);
    }
  }

  private static Set<String> canaries(String json) {
    Set<String> canaries = new TreeSet<>();
    PublicTypesTest.SHOWN.matcher(json).results().forEach(found -> canaries.add(found.group(1)));
    return canaries;
  }

  private static String jackson2(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(value);
    } catch (IOException e) {
      return "not written: " + e;
    }
  }

  private static String jackson3(Object value) {
    try {
      return JsonMapper.builder().build().writeValueAsString(value);
    } catch (JacksonException e) {
      return "not written: " + e;
    }
  }

  private static String gson(Object value) {
    try {
      return new Gson().toJson(value);
    } catch (JsonParseException | IllegalArgumentException | UnsupportedOperationException e) {
      return "not written: " + e;
    }
  }
}
