// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.settings;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.Lease;
import io.hexauth.domain.registration.GrantParameters;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import io.hexauth.ports.spi.TlsIdentity;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/** Sample arguments of setters, different from the defaults. */
final class Arguments {

  private static final Map<Class<?>, Object> BY_TYPE =
      Map.ofEntries(
          Map.entry(boolean.class, true),
          Map.entry(int.class, 7),
          Map.entry(long.class, 7L),
          Map.entry(SizeLimits.class, SizeLimits.defaults().withToken(7)),
          Map.entry(Duration.class, Duration.ofSeconds(50)),
          Map.entry(Instant.class, Instant.parse("2031-02-03T04:05:06Z")),
          Map.entry(String.class, "changed"),
          Map.entry(String[].class, new String[] {"changed"}),
          Map.entry(URI.class, URI.create("https://changed.example")),
          Map.entry(Collection.class, List.of(Scope.of("changed"))),
          Map.entry(Map.class, Map.of("changed", "changed")),
          Map.entry(Supplier.class, (Supplier<Object>) () -> "changed"),
          Map.entry(GrantParameters.class, (GrantParameters) context -> Map.of()),
          Map.entry(Set.class, Set.of(URI.create("https://changed.example"))),
          Map.entry(byte[].class, new byte[] {7}),
          Map.entry(BooleanSupplier.class, (BooleanSupplier) () -> false),
          Map.entry(TlsIdentity.class, proxy(TlsIdentity.class)),
          Map.entry(X509TrustManager.class, proxy(X509TrustManager.class)),
          Map.entry(SSLContext.class, sslContext()),
          Map.entry(
              AuthorizationDemand.class,
              AuthorizationDemand.none().withScopes(Scopes.of("demanded"))),
          Map.entry(Scopes.class, Scopes.of("changed")),
          Map.entry(TokenType.class, new TokenType("changed")),
          Map.entry(TokenResponseFormat.class, TokenResponseFormat.strict()),
          Map.entry(RotationPolicy.class, new RotationPolicy.NonRotating()));

  /** Arguments of setters that refuse the sample of the type, or for which it is unsuitable. */
  private static final Map<String, List<Object>> BY_SETTER =
      Map.ofEntries(
          Map.entry("ClientRegistration.Builder.resource", List.of("https://changed.example")),
          Map.entry(
              "ClientRegistration.Builder.resources",
              List.of((Object) new String[] {"https://changed.example"})),
          Map.entry("AuthorizationDemand.withAcrValues", List.of(List.of("changed"))),
          Map.entry("OAuthToken.Builder.idToken", List.of(Optional.of(new IdToken("changed")))),
          Map.entry("OAuthToken.Builder.expiresAt", List.of(Optional.of(Instant.EPOCH))),
          Map.entry("ConnectionStatus.withExpiresAt", List.of(Optional.of(Instant.EPOCH))),
          Map.entry("ConnectionStatus.withRefreshExpiresAt", List.of(Optional.of(Instant.EPOCH))),
          Map.entry(
              "OAuthToken.Builder.refreshToken", List.of(Optional.of(new RefreshToken("changed")))),
          Map.entry(
              "OAuthClientConfig.withRefreshTimes",
              List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3))),
          Map.entry("SizeLimits.withDocument", List.of(600 * 1024, 7)),
          Map.entry("JdbcStoreConfig.withGrantTable", List.of("other")),
          Map.entry("RedisStoreConfig.withIdleLimit", List.of(Duration.ofDays(1))),
          Map.entry(
              "GrantRecord.Builder.version",
              List.of(new GrantRecord.Version(new GrantId("7".repeat(32)), 7))),
          Map.entry(
              "GrantRecord.Builder.lease",
              List.of(Optional.of(new Lease("changed", "changed", Instant.EPOCH)))),
          Map.entry("GrantRecord.Builder.notBefore", List.of(Optional.of(Instant.EPOCH))),
          Map.entry(
              "GrantRecord.Builder.errorCode", List.of(Optional.of(OAuthErrorCode.INVALID_GRANT))),
          Map.entry("GrantRecord.Builder.errorText", List.of(Optional.of("changed"))),
          Map.entry(
              "GrantRecord.Builder.envelope",
              List.of(Optional.of(new Envelope(7, "changed", new byte[] {7})))),
          Map.entry("GrantRecord.Builder.commitId", List.of(Optional.of("changed"))),
          Map.entry("GrantRecord.Builder.accessExpiresAt", List.of(Optional.of(Instant.EPOCH))),
          Map.entry("GrantRecord.Builder.retainUntil", List.of(Optional.of(Instant.EPOCH))));

  private Arguments() {}

  static Object[] of(Method setter) {
    List<Object> named = BY_SETTER.getOrDefault(name(setter), List.of());
    if (areFor(setter, named)) {
      return named.toArray();
    }
    return Arrays.stream(setter.getParameterTypes()).map(type -> ofType(setter, type)).toArray();
  }

  /**
   * {@return true if the samples are for this setter} Of two setters with the same name, they are
   * for one.
   */
  private static boolean areFor(Method setter, List<Object> named) {
    Class<?>[] types = setter.getParameterTypes();
    return !named.isEmpty()
        && types.length == named.size()
        && (types[0].isPrimitive() || types[0].isInstance(named.get(0)));
  }

  private static Object ofType(Method setter, Class<?> type) {
    if (type.isEnum()) {
      Object[] constants = type.getEnumConstants();
      return constants[constants.length - 1];
    }
    Object sample = BY_TYPE.get(type);
    if (sample == null) {
      throw new AssertionError("Give " + Arguments.class + " a sample for " + setter);
    }
    return sample;
  }

  private static String name(Method setter) {
    String type = setter.getDeclaringClass().getCanonicalName();
    return type.substring(setter.getDeclaringClass().getPackageName().length() + 1)
        + "."
        + setter.getName();
  }

  /** {@return an object that is kept and not called} */
  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, values) ->
            switch (method.getName()) {
              case "equals" -> proxy == values[0];
              case "hashCode" -> type.hashCode();
              default -> type.getName();
            });
  }

  private static SSLContext sslContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("There is no TLS", e);
    }
  }
}
