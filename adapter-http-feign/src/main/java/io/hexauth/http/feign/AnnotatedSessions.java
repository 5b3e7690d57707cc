// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.http.feign.client.internal.Sessions;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions for methods with {@link OAuthAccess} annotations. Each annotation is read once, when
 * Feign builds the API.
 */
final class AnnotatedSessions implements Sessions {

  private final OAuthClients clients;
  private final Supplier<Principal> principal;

  /**
   * Sessions of methods by the interface of the API, because several interfaces can inherit the
   * same method.
   */
  private final Map<Class<?>, Map<Method, Supplier<OAuthSession>>> prepared =
      new ConcurrentHashMap<>();

  AnnotatedSessions(OAuthClients clients, Supplier<Principal> principal) {
    this.clients = clients;
    this.principal = principal;
  }

  static @Nullable OAuthAccess annotation(MethodMetadata metadata) {
    Method method = metadata.method();
    OAuthAccess found = method.getAnnotation(OAuthAccess.class);
    if (found == null) {
      found = metadata.targetType().getAnnotation(OAuthAccess.class);
    }
    return found == null ? method.getDeclaringClass().getAnnotation(OAuthAccess.class) : found;
  }

  @Override
  public void prepare(MethodMetadata metadata) {
    OAuthAccess annotation = annotation(metadata);
    if (annotation == null) {
      throw new IllegalStateException(
          metadata.configKey() + " and its interface have no OAuthAccess annotation; add one");
    }
    try {
      prepared
          .computeIfAbsent(metadata.targetType(), type -> new ConcurrentHashMap<>())
          .put(metadata.method(), session(annotation));
    } catch (OAuthException | IllegalArgumentException e) {
      throw new IllegalStateException(metadata.configKey() + ": " + e.getMessage(), e);
    }
  }

  private Supplier<OAuthSession> session(OAuthAccess annotation) {
    OAuthClient client = clients.get(annotation.registration());
    ClientRegistration registration = client.registration();
    AccessRequest own = registration.access();
    AccessRequest access = own;
    if (annotation.scopes().length > 0) {
      access = access.withScopes(Scopes.of(annotation.scopes()));
    }
    if (!annotation.resource().isEmpty()) {
      access = access.withResource(URI.create(annotation.resource()));
    }
    if (!registration.grant().isSelfObtainable()) {
      requireGrantable(registration, access);
    }
    Supplier<OAuthSession> session =
        registration.grant().isPerPrincipal()
            ? () -> client.session(principal.get())
            : client::session;
    AccessRequest view = access;
    return view.equals(own) ? session : () -> session.get().withAccess(view);
  }

  private static void requireGrantable(ClientRegistration registration, AccessRequest access) {
    Scopes scopes = registration.scopes();
    boolean granted =
        scopes.isEmpty() || scopes.union(registration.stepUpScopes()).covers(access.scopes());
    if (!granted || !access.resourcesWithout(registration.access()).isEmpty()) {
      throw new IllegalArgumentException(
          "users of client registration '"
              + registration.id()
              + "' cannot grant this access; add it to scopes, stepUpScopes or resources of the"
              + " registration");
    }
  }

  @Override
  public OAuthSession of(Request request) {
    RequestTemplate template = request.requestTemplate();
    MethodMetadata metadata = template == null ? null : template.methodMetadata();
    var session = metadata == null ? null : prepared(metadata);
    if (session == null) {
      throw new IllegalStateException(
          "The request does not come from a method with an OAuthAccess annotation; send it with"
              + " another client");
    }
    return session.get();
  }

  private @Nullable Supplier<OAuthSession> prepared(MethodMetadata metadata) {
    var methods = prepared.get(metadata.targetType());
    return methods == null ? null : methods.get(metadata.method());
  }
}
