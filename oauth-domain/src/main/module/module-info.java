// SPDX-License-Identifier: Apache-2.0
/** Values and pure functions for grants, scopes, tokens and the lifecycle of a grant. */
@SuppressWarnings("module") // the modules that may use the internal packages are compiled later, so javac does not know them yet
module io.hexauth.domain {
  requires transitive org.jspecify;

  exports io.hexauth.domain.authorization;
  exports io.hexauth.domain.error;
  exports io.hexauth.domain.lifecycle;
  exports io.hexauth.domain.registration;
  exports io.hexauth.domain.scope;
  exports io.hexauth.domain.token;

  exports io.hexauth.domain.internal.authorization to
      io.hexauth.core;
  exports io.hexauth.domain.internal.challenge to
      io.hexauth.core;
  exports io.hexauth.domain.internal.grant to
      io.hexauth.core,
      io.hexauth.testkit;
  exports io.hexauth.domain.internal.lifecycle to
      io.hexauth.core;
  exports io.hexauth.domain.internal.refresh to
      io.hexauth.core;
  exports io.hexauth.domain.internal.server to
      io.hexauth.core;
}
