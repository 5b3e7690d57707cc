// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.TokenExpiredException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of the application's suppliers, and the resulting failures of callers. */
class OwnGrantTest {

  /** Code of the application that an own grant calls. */
  enum Supplier {
    PARAMETERS {
      @Override
      OwnGrant throwing(Throwable failure) {
        return new OwnGrant(
            registration(
                builder -> builder.extensionGrant("urn:example", context -> sneak(failure))),
            Optional.empty());
      }
    },
    CREDENTIALS {
      @Override
      OwnGrant throwing(Throwable failure) {
        return new OwnGrant(
            registration(ClientRegistration.Builder::password),
            Optional.of(() -> principal -> sneak(failure)));
      }
    };

    abstract OwnGrant throwing(Throwable failure);
  }

  private static ClientRegistration registration(UnaryOperator<ClientRegistration.Builder> grant) {
    return grant
        .apply(ClientRegistration.builder("acme"))
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("app", () -> "secret")
        .build();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static Throwable failureOf(OwnGrant grant, Principal principal) {
    return catchThrowable(
        () -> grant.request(principal, registration(b -> b.clientCredentials()).access()));
  }

  @ParameterizedTest
  @EnumSource
  void failureOfTheApplicationShouldBeTheCause(Supplier supplier) {
    for (Throwable cause :
        List.of(new IllegalStateException("no directory"), new NoClassDefFoundError("Directory"))) {
      assertThat(failureOf(supplier.throwing(cause), Principal.of("alice")))
          .isInstanceOfSatisfying(
              TokenProviderException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
          .hasCause(cause);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failureOfAnotherClientShouldReachTheCallerUnchanged(Supplier supplier) {
    var failure = new TokenExpiredException(new ClientRegistrationId("another"));

    assertThat(failureOf(supplier.throwing(failure), Principal.of("alice"))).isSameAs(failure);
  }

  static List<RuntimeException> failures() {
    return List.of(new IllegalStateException("a lazy map"), new IllegalArgumentException("no"));
  }

  /** A map that computes its entries while it is read runs code of the application, too. */
  @ParameterizedTest
  @MethodSource("failures")
  void parametersThatCannotBeReadShouldBeAFailureOfTheirSupplier(RuntimeException cause) {
    Map<String, String> lazy =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, String>> entrySet() {
            throw cause;
          }
        };
    var grant =
        new OwnGrant(
            registration(builder -> builder.extensionGrant("urn:example", context -> lazy)),
            Optional.empty());

    assertThat(failureOf(grant, Principal.of("alice")))
        .isInstanceOfSatisfying(
            TokenProviderException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
        .hasCause(cause);
  }
}
