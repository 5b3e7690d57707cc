// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the parts of the hexagon live below a root package. There are two houses: the real one, and
 * one of bad fixtures with the same rooms, in which every rule has to fail.
 *
 * @param root the package above all rooms
 * @param adapters what is plugged in
 */
record House(String root, List<Adapter> adapters) {

  /** The folder of libraries that an adapter's jar contains; their code is not ours. */
  static final String SHADED = "/io/hexauth/shaded/";

  private static final Adapter FEIGN =
      new Adapter(
          "http.feign",
          "adapter-http-feign",
          "feign..",
          "org.apache.hc..",
          "io.hexauth.shaded.hc..");

  /** Drives only: it has no vendor but the JDK. */
  private static final Adapter JDK = new Adapter("http.jdk", "adapter-http-jdk");

  private static final Adapter JDBC = new Adapter("store.jdbc", "adapter-store-jdbc", "org.jdbi..");

  private static final Adapter MICROMETER =
      new Adapter("metrics.micrometer", "adapter-metrics-micrometer", "io.micrometer..");

  private static final Adapter REDIS =
      new Adapter("store.redis", "adapter-store-redis", "io.lettuce..");

  private static final Adapter TINK =
      new Adapter("crypto.tink", "adapter-crypto-tink", "com.google.crypto.tink..");

  /**
   * A new adapter joins every rule by one line here, and by its dependency in this module's pom.
   */
  static final House HEXAUTH =
      new House("io.hexauth", List.of(FEIGN, JDK, JDBC, MICROMETER, REDIS, TINK));

  static final House OF_BAD_FIXTURES = new House("io.hexauth.architecture.fixture", List.of(FEIGN));

  /**
   * One adapter jar. Its package {@code client}, if it has one, drives the hexagon; its root
   * package wires; everything else is driven.
   *
   * @param name the package below the root
   * @param module the folder of the Maven module
   * @param vendor the packages of the technology that it adapts; none if that is the JDK, whose
   *     adapter implements no driven port
   */
  record Adapter(String name, String module, List<String> vendor) {
    Adapter(String name, String module, String... vendor) {
      this(name, module, List.of(vendor));
    }

    boolean isDriven() {
      return !vendor.isEmpty();
    }

    @Override
    public String toString() {
      return "the adapter " + name;
    }
  }

  String domain() {
    return root + ".domain..";
  }

  /** The packages of the domain that no application and no adapter names. */
  String decisions() {
    return root + ".domain.internal..";
  }

  String ports() {
    return root + ".ports..";
  }

  String api() {
    return root + ".ports.api..";
  }

  String spi() {
    return root + ".ports.spi..";
  }

  String core() {
    return root + ".core..";
  }

  /** Reads the application's configuration, and reports the wiring. */
  String config() {
    return root + ".config..";
  }

  String testkit() {
    return root + ".testkit..";
  }

  /** The one package in which JSON is known. */
  String json() {
    return root + ".core.internal.json..";
  }

  /** The packages of core that make token requests and carry out refreshes. */
  String[] requests() {
    return new String[] {root + ".core.internal.server..", root + ".core.internal.refresh.."};
  }

  String all(Adapter adapter) {
    return root + "." + adapter.name() + "..";
  }

  String wiring(Adapter adapter) {
    return root + "." + adapter.name();
  }

  String driving(Adapter adapter) {
    return root + "." + adapter.name() + ".client..";
  }

  String[] allAdapters() {
    return adapters.stream().map(this::all).toArray(String[]::new);
  }

  /** Core, the adapters and the configuration: what is wired, not called. */
  String[] machinery() {
    return and(List.of(allAdapters()), core(), config());
  }

  /** Everything that an application runs, which is all but the test kit. */
  String[] production() {
    return and(List.of(allAdapters()), domain(), ports(), core(), config());
  }

  /** Every module, by its packages. */
  List<String> rooms() {
    return List.of(and(List.of(production()), testkit()));
  }

  /** Who turns a secret into bytes: requests, stored documents, headers. */
  String[] readersOfSecrets() {
    return and(adapters.stream().map(this::driving).toList(), domain(), json());
  }

  static String[] and(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
