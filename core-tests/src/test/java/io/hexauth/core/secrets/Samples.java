// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.secrets;

import io.hexauth.core.OAuthHealth;
import io.hexauth.core.internal.cache.CachedGrants;
import io.hexauth.core.internal.cache.GrantCells;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.cache.Views;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationOptions;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientAuthentication;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.ClientSecret;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.ExtraParameters;
import io.hexauth.domain.registration.GrantParameters;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RefreshSettings;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.Recovery;
import io.hexauth.ports.api.RevisedRegistration;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.testkit.clock.VirtualClock;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Creates an instance of any record. Each text contains its place: {@code canary.Record.component}.
 */
final class Samples {

  /** Values for components whose type refuses canaries, and that are no secrets. */
  private static final Map<String, Object> HARMLESS =
      Map.ofEntries(
          Map.entry("GrantId.value", "0".repeat(32)),
          Map.entry("GrantKey.value", "0".repeat(64)),
          Map.entry("ClientRegistrationId.value", "acme"),
          Map.entry("GrantType.value", "urn:example:grant"),
          Map.entry("OAuthClientConfig.requestDeadline", Duration.ofSeconds(8)),
          Map.entry("SizeLimits.document", 512 * 1024),
          Map.entry("Issuer.value", "https://login.example"),
          Map.entry("RedirectUri.value", "https://app.example/cb"),
          Map.entry("Origin.scheme", "https"),
          Map.entry("Origin.host", "api.example"),
          Map.entry("Principal.isSelf", false));

  /** Values of classes that redact their text, and are not records. */
  private static final Map<Class<?>, Object> SECRETS =
      Map.ofEntries(
          Map.entry(RefreshToken.class, new RefreshToken("canary.RefreshToken.value")),
          Map.entry(IdToken.class, new IdToken("canary.IdToken.value")),
          Map.entry(ClientSecret.class, new ClientSecret("canary.ClientSecret.value")),
          Map.entry(
              ResourceOwner.class,
              new ResourceOwner("canary.ResourceOwner.username", "canary.ResourceOwner.password")),
          Map.entry(
              ExtraParameters.class,
              ExtraParameters.none().with("vendor_key", "canary.ExtraParameters.values")),
          Map.entry(State.class, new State("canary.State.value")),
          Map.entry(UserAgentBinding.class, UserAgentBinding.of("canary.UserAgentBinding.value")),
          Map.entry(
              AuthorizationCallback.class,
              new AuthorizationCallback(
                  "canary.AuthorizationCallback.base",
                  "canary.AuthorizationCallback.path",
                  "canary.AuthorizationCallback.query")),
          Map.entry(
              AuthorizationRedirect.class,
              new AuthorizationRedirect(
                  URI.create("https://login.example/?canary.AuthorizationRedirect.uri"),
                  new State("canary.State.value"))),
          Map.entry(
              AccessRequest.class,
              AccessRequest.of(Scopes.of("read"))
                  .withResource(URI.create("https://api.example/?canary.AccessRequest.resources"))
                  .withAudience("canary.AccessRequest.audience")),
          Map.entry(RefreshSettings.class, RefreshSettings.defaults()),
          Map.entry(TokenResponseFormat.class, TokenResponseFormat.lenient()),
          Map.entry(Form.class, Form.empty().with("name", "canary.Form.parameters")),
          Map.entry(
              ClientAuthentication.Credentials.class,
              new ClientAuthentication.ClientSecretPost(
                      () -> new ClientSecret("canary.Credentials.secrets"))
                  .credentials(new ClientId("app"))),
          Map.entry(
              TokenEvent.class,
              TokenEvent.of(
                  ClientRegistrationId.of("acme"),
                  Instant.EPOCH,
                  Principal.of("alice"),
                  Optional.of(
                      OAuthToken.builder("canary.OAuthToken.accessToken")
                          .refreshToken("canary.OAuthToken.refreshToken")
                          .build()),
                  new GrantId("0".repeat(32)),
                  1,
                  TokenEvent.Cause.GRANTED)),
          Map.entry(
              Incident.class,
              Incident.of(
                  ClientRegistrationId.of("acme"),
                  Instant.EPOCH,
                  Principal.of("alice"),
                  Incident.Kind.ROTATION_LOST)),
          Map.entry(
              Measurement.class,
              Measurement.of(
                  ClientRegistrationId.of("acme"),
                  Instant.EPOCH,
                  "token_request",
                  Map.of(),
                  Duration.ZERO)),
          Map.entry(OAuthHealth.class, health()),
          Map.entry(RevisedRegistration.class, RevisedRegistration.of(registration(), "1")),
          Map.entry(ConnectionStatus.class, ConnectionStatus.connected()),
          Map.entry(ClientRegistration.Builder.class, registration().toBuilder()),
          Map.entry(ServerMetadata.class, registration().endpoints()),
          Map.entry(
              OAuthToken.Builder.class,
              OAuthToken.builder("canary.OAuthToken.accessToken")
                  .refreshToken("canary.OAuthToken.refreshToken")
                  .additional(Map.of("instance", "canary.OAuthToken.additional"))),
          Map.entry(
              AuthorizationOptions.class,
              AuthorizationOptions.none()
                  .state("canary.AuthorizationOptions.state")
                  .parameter("vendor_key", "canary.AuthorizationOptions.parameters")),
          Map.entry(
              GrantRecord.Builder.class,
              GrantRecord.builder(
                  new GrantKey("0".repeat(64)), new GrantId("0".repeat(32)), Instant.EPOCH)),
          Map.entry(
              Recovery.class,
              Recovery.refused(new TokenExpiredException(ClientRegistrationId.of("acme")))),
          Map.entry(
              OAuthToken.class,
              OAuthToken.builder("canary.OAuthToken.accessToken")
                  .refreshToken("canary.OAuthToken.refreshToken")
                  .idToken(Optional.of(new IdToken("canary.OAuthToken.idToken")))
                  .additional(Map.of("instance", "canary.OAuthToken.additional"))
                  .build()));

  private Samples() {}

  static Object of(Class<?> type) {
    if (type == ClientRegistration.class) {
      return registration();
    }
    if (type == Scopes.class) {
      return Scopes.of("read");
    }
    if (type == GrantParameters.class) {
      return (GrantParameters) context -> Map.of("assertion", "canary.GrantParameters");
    }
    if (type == AuthorizationDemand.class) {
      return AuthorizationDemand.none().withAcrValues(List.of("canary.AuthorizationDemand"));
    }
    if (type == TokenCell.class) {
      return cell();
    }
    if (type == AccessToken.class) {
      return new AccessToken("canary.AccessToken.value");
    }
    if (type == TokenType.class) {
      return TokenType.BEARER;
    }
    if (type == Revision.class) {
      return new Revision("1");
    }
    if (type == StoredGrant.class) {
      byte[] document = "canary.StoredGrant.document".getBytes(StandardCharsets.UTF_8);
      return StoredGrant.of(
          new Revision("1"), Map.of("name", "canary.StoredGrant.fields"), Optional.of(document));
    }
    if (SECRETS.containsKey(type)) {
      return SECRETS.get(type);
    }
    if (!type.isRecord()) {
      throw new AssertionError("No sample of " + type);
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components).map(c -> value(type, c.getName(), c.getGenericType())).toArray();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new AssertionError("No sample of " + type + ": " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("No sample of " + type, e);
    }
  }

  private static Object value(Class<?> owner, String name, Type type) {
    String where = owner.getSimpleName() + "." + name;
    if (HARMLESS.containsKey(where)) {
      return HARMLESS.get(where);
    }
    if (type instanceof ParameterizedType generic) {
      return generic(owner, name, generic);
    }
    if (type == String.class) {
      return ("canary." + where + "-".repeat(60));
    }
    if (type == Object.class) {
      return "canary." + where;
    }
    if (type == byte[].class) {
      return ("canary." + where).getBytes(StandardCharsets.UTF_8);
    }
    if (type == URI.class) {
      return URI.create("https://login.example/path?canary." + where);
    }
    Map<Class<?>, Object> plain = new HashMap<>();
    plain.put(int.class, 1);
    plain.put(long.class, 1L);
    plain.put(Long.class, 1L);
    plain.put(boolean.class, true);
    plain.put(Duration.class, Duration.ofSeconds(60));
    plain.put(Instant.class, Instant.EPOCH);
    plain.put(Exception.class, new IllegalStateException("canary." + where));
    plain.put(OAuthException.class, new TokenExpiredException(ClientRegistrationId.of("acme")));
    plain.put(OAuthToken.class, SECRETS.get(OAuthToken.class));
    Class<?> raw = (Class<?>) type;
    if (plain.containsKey(raw)) {
      return plain.get(raw);
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[0];
    }
    if (raw == Endpoint.class) {
      return registration().endpoints().token().orElseThrow();
    }
    return raw.isSealed() ? of(firstRecord(raw)) : of(raw);
  }

  private static Class<?> firstRecord(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .filter(Class::isRecord)
        .findFirst()
        .orElseThrow();
  }

  private static Object generic(Class<?> owner, String name, ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw == Map.class) {
      return Map.of("name", value(owner, name, arguments[1]));
    }
    Object inner = raw == Supplier.class ? "" : value(owner, name, arguments[0]);
    if (raw == Optional.class) {
      return Optional.of(inner);
    }
    if (raw == List.class) {
      return List.of(inner);
    }
    if (raw == Set.class) {
      return Set.of(inner);
    }
    if (raw == Supplier.class) {
      String captured = "canary." + owner.getSimpleName() + "." + name;
      return (Supplier<Object>) () -> captured;
    }
    throw new AssertionError("No sample of " + type);
  }

  /** {@return a cell after a failure of the store} */
  private static TokenCell cell() {
    AccessRequest access = AccessRequest.of(Scopes.none());
    return new GrantCells(
            "",
            ClientRegistrationId.of("acme"),
            access,
            new CachedGrants(1, Long.MAX_VALUE),
            new Views(1, VirtualClock.create(), principal -> {}),
            SizeLimits.defaults())
        .cell(Principal.of("alice"))
        .token(access);
  }

  private static OAuthHealth health() {
    var health = new OAuthHealth();
    health.onMeasurement(
        Measurement.of(
            ClientRegistrationId.of("acme"),
            Instant.EPOCH,
            "oauth.store.calls",
            Map.of("outcome", "failed"),
            Duration.ZERO));
    return health;
  }

  private static ClientRegistration registration() {
    String captured = "canary.ClientSecret.value";
    return ClientRegistration.builder("acme")
        .clientCredentials()
        .clientSecretBasic("app", () -> captured)
        .tokenEndpoint("https://login.example/token")
        .tokenParameter("vendor_key", "canary.ExtraParameters.values")
        .authorizationParameter("vendor_key", "canary.ExtraParameters.values")
        .build();
  }
}
