// SPDX-License-Identifier: Apache-2.0
/** The application on the module path. */
@SuppressWarnings("requires-automatic")
open module io.hexauth.consumer {
  requires com.google.guice;
  requires feign.core;
  requires io.hexauth.core;
  requires io.hexauth.domain;
  requires io.hexauth.http.feign;
  requires io.hexauth.ports;
  requires jdk.httpserver;
  requires org.jspecify;

  exports io.hexauth.examples.smallest;
}
