// SPDX-License-Identifier: Apache-2.0
/** Tokens for the requests of the JDK's HTTP client. */
module io.hexauth.http.jdk {
  requires transitive io.hexauth.ports;
  requires transitive java.net.http;

  exports io.hexauth.http.jdk;
}
