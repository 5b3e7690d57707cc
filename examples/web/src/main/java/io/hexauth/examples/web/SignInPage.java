// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import java.util.Optional;

/** Page to sign in to this application. */
final class SignInPage {

  private SignInPage() {}

  static String show(Visit visit, boolean wrong) {
    Html error =
        wrong
            ? Html.of(
                "<p class=\"notice problem\" role=\"alert\" id=\"error\">{}</p>\n",
                "The user name or the password is wrong.")
            : Html.EMPTY;
    Html invalid =
        wrong ? Html.of(" aria-invalid=\"true\" aria-describedby=\"error\"") : Html.EMPTY;
    return Page.of(
        wrong ? "Sign-in failed" : "Sign in",
        Optional.of(visit),
        Html.of(
            """
            <form class="card narrow" method="post" action="/sign-in">
            <h1>Sign in</h1>
            {}{}<label for="user">User name</label>
            <input id="user" name="user" autocomplete="username" autocapitalize="none" required
              autofocus{}>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password"
              required{}>
            <button>Sign in</button>
            </form>
            """,
            error,
            Page.csrf(visit),
            invalid,
            invalid));
  }
}
