// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.registration.Principal;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.inject.Inject;
import java.util.Optional;

/** Sign-in and sign-out at this application, independent of OAuth. */
final class SignIn {

  private final Guard guard;
  private final Accounts accounts;

  @Inject
  SignIn(Guard guard, Accounts accounts) {
    this.guard = guard;
    this.accounts = accounts;
  }

  void form(Context context) {
    context.html(SignInPage.show(Visit.of(context), false));
  }

  void signIn(Context context) {
    guard.limit(context);
    Optional<Principal> user =
        accounts.authenticate(
            Optional.ofNullable(context.formParam("user")).orElse(""),
            Optional.ofNullable(context.formParam("password")).orElse(""));
    if (user.isPresent()) {
      Visit.begin(context, user.get());
      context.redirect("/", HttpStatus.SEE_OTHER);
    } else {
      context.status(HttpStatus.UNAUTHORIZED).html(SignInPage.show(Visit.of(context), true));
    }
  }

  void signOut(Context context) {
    Visit.end(context);
    context.redirect("/sign-in", HttpStatus.SEE_OTHER);
  }
}
