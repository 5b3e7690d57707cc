// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicApiTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Browser.class,
        DemoAuthorizationServer.class,
        DemoAuthorizationServerMain.class,
        DemoClient.class,
        DemoUser.class,
        Lifetimes.class
      })
  void signatureShouldNameOnlyTypesOfTheJdkAndOfThisPackage(Class<?> type) {
    var methods = Arrays.stream(type.getDeclaredMethods()).filter(PublicApiTest::isPublic);
    var constructors =
        Arrays.stream(type.getDeclaredConstructors()).filter(PublicApiTest::isPublic);

    var named = Stream.concat(methods, constructors).flatMap(PublicApiTest::types).toList();

    assertThat(named)
        .isNotEmpty()
        .allMatch(
            used ->
                used.isPrimitive()
                    || used.isArray()
                    || used.getPackageName().startsWith("java.")
                    || used.getPackage().equals(type.getPackage()));
  }

  @Test
  void clientsShouldBeOnePerSystemAndOneMoreForThePasswordGrant() {
    assertThat(DemoClient.values()).extracting(DemoClient::clientId).doesNotHaveDuplicates();
    assertThat(DemoClient.values()).hasSize(8);
    assertThat(DemoClient.OAUTH_2_0.scopes()).hasSize(19).doesNotHaveDuplicates();
    assertThat(DemoClient.HTTP_CCG.redirectUri()).isEmpty();
    assertThat(DemoClient.HTTP_ACG.redirectUri()).isPresent();
  }

  private static boolean isPublic(Executable executable) {
    return Modifier.isPublic(executable.getModifiers());
  }

  private static Stream<Class<?>> types(Executable executable) {
    Stream<Class<?>> parameters = Arrays.stream(executable.getParameterTypes());
    return executable instanceof Method method
        ? Stream.concat(parameters, Stream.of(method.getReturnType()))
        : parameters;
  }
}
