// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import feign.MethodMetadata;
import feign.Request;
import io.hexauth.http.feign.client.internal.Sessions;
import io.hexauth.ports.api.OAuthSession;
import java.util.function.Supplier;

/** Sessions that do not depend on the method: one session, or the session of the current user. */
final class CurrentSessions implements Sessions {

  private final Supplier<OAuthSession> current;

  CurrentSessions(Supplier<OAuthSession> current) {
    this.current = current;
  }

  @Override
  public void prepare(MethodMetadata method) {
    if (AnnotatedSessions.annotation(method) != null) {
      throw new IllegalStateException(
          method.configKey()
              + " has an OAuthAccess annotation, which has no effect here; use"
              + " OAuthFeign.of(clients, principal)");
    }
  }

  @Override
  public OAuthSession of(Request request) {
    return current.get();
  }
}
