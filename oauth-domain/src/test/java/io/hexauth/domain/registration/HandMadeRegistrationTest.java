// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.Registrations;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A registration that is made by its constructor is checked as one that its builder makes. */
class HandMadeRegistrationTest {

  private static final String PLAIN = "http://as.example/x";
  private static final String SECRET = "https://as.example/x?client_secret=s3cr3t";

  private static final ClientRegistration GOOD =
      Registrations.code()
          .refreshEndpoint("https://as.example/refresh")
          .revocationEndpoint("https://as.example/revoke")
          .issuer("https://as.example")
          .resourceOrigins("https://api.example")
          .build();

  /** Whatever a server is known by: a component that is added is tested, too. */
  static Stream<RecordComponent> endpoints() {
    return Arrays.stream(ServerEndpoints.class.getRecordComponents())
        .filter(component -> component.getType() != boolean.class);
  }

  @Test
  void registrationShouldBeMadeWhenEveryUrlIsGood() throws Exception {
    assertThat(endpoints()).hasSizeGreaterThanOrEqualTo(5);
    for (RecordComponent component : endpoints().toList()) {
      assertThat(component.getAccessor().invoke(GOOD.endpoints()))
          .as(component.getName())
          .isNotEqualTo(Optional.empty());
    }
    assertThatCode(() -> with(GOOD.endpoints(), GOOD.redirectUri(), GOOD.resourceOrigins()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void endpointShouldBeRefusedWhenItIsPlainHttp(RecordComponent endpoint) throws Exception {
    ServerEndpoints plain = endpoints(endpoint, PLAIN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(plain, GOOD.redirectUri(), GOOD.resourceOrigins()))
        .withMessageStartingWith("Client registration 'shop': " + endpoint.getName())
        .withMessageContaining("must use https");
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void endpointShouldBeRefusedWhenItsQueryHasASecret(RecordComponent endpoint) throws Exception {
    ServerEndpoints talkative = endpoints(endpoint, SECRET);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(talkative, GOOD.redirectUri(), GOOD.resourceOrigins()))
        .withMessageStartingWith("Client registration 'shop': " + endpoint.getName())
        .withMessageNotContaining("s3cr3t");
  }

  @Test
  void redirectUriShouldBeRefusedWhenItIsPlainHttp() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                with(
                    GOOD.endpoints(),
                    Optional.of(new RedirectUri("http://app.example/cb")),
                    GOOD.resourceOrigins()))
        .withMessageStartingWith("Client registration 'shop': redirectUri must use https");
  }

  @Test
  void resourceOriginsShouldBeRefusedWhenOneIsPlainHttp() {
    Set<Origin> origins =
        Set.of(new Origin("https", "api.example", 443), new Origin("http", "api.example", 80));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(GOOD.endpoints(), GOOD.redirectUri(), origins))
        .withMessageStartingWith("Client registration 'shop': resourceOrigins must use https");
  }

  @Test
  void plainHttpHostsShouldBeRefusedWhenOneIsNoName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(GOOD.endpoints(), GOOD.redirectUri(), Set.of(), Set.of("10.0.0.1")))
        .withMessageStartingWith("Client registration 'shop': allowPlainHttp");
  }

  private static ServerEndpoints endpoints(RecordComponent changed, String url) throws Exception {
    RecordComponent[] components = ServerEndpoints.class.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Object value = components[i].getAccessor().invoke(GOOD.endpoints());
      values[i] = components[i].getName().equals(changed.getName()) ? like(value, url) : value;
    }
    Constructor<ServerEndpoints> constructor =
        ServerEndpoints.class.getDeclaredConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError("The endpoints alone are not checked", e.getCause());
    }
  }

  /** Another value of the same kind. */
  private static Object like(Object value, String url) {
    if (value instanceof Optional<?> present) {
      return present.map(inner -> like(inner, url));
    }
    return value instanceof Issuer ? new Issuer(url) : new Endpoint(URI.create(url));
  }

  private static ClientRegistration with(
      ServerEndpoints endpoints, Optional<RedirectUri> redirectUri, Set<Origin> origins) {
    return with(endpoints, redirectUri, origins, GOOD.plainHttpHosts());
  }

  private static ClientRegistration with(
      ServerEndpoints endpoints,
      Optional<RedirectUri> redirectUri,
      Set<Origin> origins,
      Set<String> plainHttpHosts) {
    return new ClientRegistration(
        GOOD.id(),
        GOOD.grant(),
        GOOD.clientId(),
        GOOD.authentication(),
        endpoints,
        redirectUri,
        GOOD.access(),
        GOOD.stepUpScopes(),
        GOOD.refresh(),
        GOOD.authorizationParameters(),
        GOOD.tokenParameters(),
        GOOD.responseFormat(),
        origins,
        GOOD.pkce(),
        GOOD.plainHttpOnLoopback(),
        plainHttpHosts,
        GOOD.sharedRedirectUri());
  }
}
