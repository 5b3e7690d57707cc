// SPDX-License-Identifier: Apache-2.0
/** Interfaces for applications and for adapters, with the values in their signatures. */
module io.hexauth.ports {
  requires transitive io.hexauth.domain;

  exports io.hexauth.ports.api;
  exports io.hexauth.ports.spi;
}
