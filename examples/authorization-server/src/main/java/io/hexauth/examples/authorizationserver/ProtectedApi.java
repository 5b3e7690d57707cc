// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.util.List;
import java.util.Objects;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The protected API. Requests reach it only with a valid token. */
@RestController
@RequestMapping("/api")
class ProtectedApi {

  /** Owner of a token: a user, or the client itself. */
  record Me(String subject, List<String> scopes) {}

  /** Data that requires a scope. */
  record Items(String owner, List<String> items) {}

  @GetMapping("/me")
  Me me(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal principal) {
    List<String> scopes = Objects.requireNonNull(principal.getAttribute("scopes"));
    return new Me(principal.getName(), scopes);
  }

  @GetMapping("/read")
  Items read(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal principal) {
    return new Items(principal.getName(), List.of("first", "second"));
  }

  @PostMapping("/write")
  Items write(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal principal) {
    return new Items(principal.getName(), List.of("written"));
  }

  @GetMapping("/files")
  Items files(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal principal) {
    return new Items(principal.getName(), List.of("Holiday.jpg", "Invoice 2026-11.pdf"));
  }

  @GetMapping("/shared-files")
  Items sharedFiles(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal principal) {
    return new Items(principal.getName(), List.of("Team plan.odt"));
  }

  @GetMapping("/playlists")
  Items playlists(@AuthenticationPrincipal OAuth2AuthenticatedPrincipal principal) {
    return new Items(principal.getName(), List.of("Morning", "Evening"));
  }
}
