// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RotationPolicy;
import io.hexauth.domain.registration.TokenResponseFormat;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Registration whose keys are being read. Settings that depend on more than one key are applied
 * after the last key.
 */
final class RegistrationDraft {

  final ClientRegistration.Builder builder;
  TokenResponseFormat format = TokenResponseFormat.lenient();
  @Nullable String clientId;
  @Nullable String authentication;
  private final KeyNames names;
  private @Nullable Supplier<String> secret;

  RegistrationDraft(ClientRegistration.Builder builder, KeyNames names) {
    this.builder = builder;
    this.names = names;
  }

  void grant(String type) {
    switch (type) {
      case "authorization_code" -> builder.authorizationCode();
      case "client_credentials" -> builder.clientCredentials();
      case "password" -> builder.password();
      default ->
          throw new IllegalArgumentException(
              "must be authorization_code, client_credentials or password; add an extension grant"
                  + " in code");
    }
  }

  /**
   * Sets the client secret from its key. The supplier reads the source for each request, so that a
   * change of the source needs no restart.
   */
  void secretInPlace() {
    secret =
        () -> {
          String now = names.text(RegistrationKey.CLIENT_SECRET);
          if (now == null) {
            throw new IllegalStateException(
                "Configuration "
                    + names.shown(RegistrationKey.CLIENT_SECRET)
                    + " is no longer"
                    + " set; set it again");
          }
          return now;
        };
  }

  void secretFrom(String reference) {
    if (secret != null) {
      throw new IllegalArgumentException(
          "contradicts " + names.shown(RegistrationKey.CLIENT_SECRET) + ": remove one of them");
    }
    secret = SecretReference.parse(reference);
  }

  void refresh(String mode) {
    switch (mode) {
      case "automatic" -> builder.automaticRefresh();
      case "manual" -> builder.manualRefresh();
      default -> throw new IllegalArgumentException("must be automatic or manual");
    }
  }

  void rotation(String policy) {
    builder.rotation(
        switch (policy) {
          case "strict" -> new RotationPolicy.Strict();
          case "none" -> new RotationPolicy.NonRotating();
          default -> new RotationPolicy.Grace(grace(policy));
        });
  }

  private static Duration grace(String text) {
    try {
      return ConfigText.duration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be strict, none, or the length of a grace period such as 30s");
    }
  }

  void strictness(String text) {
    format =
        switch (text) {
          case "lenient" -> TokenResponseFormat.lenient();
          case "strict" -> TokenResponseFormat.strict();
          default -> throw new IllegalArgumentException("must be lenient or strict");
        };
  }

  void expiresIn(String text) {
    format =
        format.withExpiresIn(
            switch (text) {
              case "seconds" -> TokenResponseFormat.ExpiresIn.SECONDS;
              case "milliseconds" -> TokenResponseFormat.ExpiresIn.MILLISECONDS;
              case "epoch-seconds" -> TokenResponseFormat.ExpiresIn.EPOCH_SECONDS;
              default ->
                  throw new IllegalArgumentException(
                      "must be seconds, milliseconds or" + " epoch-seconds");
            });
  }

  ClientRegistration.Builder complete() {
    builder.responseFormat(format);
    String id = clientId;
    if (id == null) {
      if (authentication != null || secret != null) {
        throw names.problem(RegistrationKey.CLIENT_ID, "is missing");
      }
      return builder;
    }
    names.checked(RegistrationKey.CLIENT_ID, () -> builder.publicClient(id));
    names.checked(RegistrationKey.CLIENT_AUTHENTICATION, () -> authenticate(id));
    return builder;
  }

  private void authenticate(String id) {
    switch (authentication == null ? "client_secret_basic" : authentication) {
      case "client_secret_basic" -> builder.clientSecretBasic(id, secret());
      case "client_secret_basic_raw" -> builder.clientSecretBasicRaw(id, secret());
      case "client_secret_post" -> builder.clientSecretPost(id, secret());
      case "none" -> {
        if (secret != null) {
          throw new IllegalArgumentException("is none, but there is a secret: remove one of them");
        }
      }
      default ->
          throw new IllegalArgumentException(
              "must be client_secret_basic, client_secret_basic_raw, client_secret_post or none");
    }
  }

  private Supplier<String> secret() {
    if (secret == null) {
      throw new IllegalArgumentException(
          "needs a secret: set "
              + names.shown(RegistrationKey.CLIENT_SECRET_FROM)
              + " or "
              + names.shown(RegistrationKey.CLIENT_SECRET)
              + "; for a public client set it to none");
    }
    return secret;
  }
}
