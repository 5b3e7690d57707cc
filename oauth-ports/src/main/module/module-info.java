// SPDX-License-Identifier: Apache-2.0
/** Driving and driven ports: interfaces, and the records in their signatures. */
module io.hexauth.ports {
  requires transitive io.hexauth.domain;

  exports io.hexauth.ports.api;
  exports io.hexauth.ports.spi;
}
