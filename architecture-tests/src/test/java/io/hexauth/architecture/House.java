// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import java.util.List;
import java.util.stream.Stream;

/**
 * Packages of the hexagon below a root package. There are two instances: the real packages, and bad
 * fixtures with the same structure, for which every rule must fail.
 *
 * @param root the package above all others
 * @param adapters the adapters
 */
record House(String root, List<Adapter> adapters) {

  /**
   * The folder of libraries that the jar of an adapter contains. Rules do not apply to their code.
   */
  static final String SHADED = "/io/hexauth/shaded/";

  private static final Adapter FEIGN =
      new Adapter(
          "http.feign",
          "adapter-http-feign",
          "feign..",
          "org.apache.hc..",
          "io.hexauth.shaded.hc..");

  /** An adapter that only calls the hexagon. It uses no library except the JDK. */
  private static final Adapter JDK = new Adapter("http.jdk", "adapter-http-jdk");

  private static final Adapter JDBC = new Adapter("store.jdbc", "adapter-store-jdbc", "org.jdbi..");

  private static final Adapter MICROMETER =
      new Adapter("metrics.micrometer", "adapter-metrics-micrometer", "io.micrometer..");

  private static final Adapter REDIS =
      new Adapter("store.redis", "adapter-store-redis", "io.lettuce..");

  private static final Adapter TINK =
      new Adapter("crypto.tink", "adapter-crypto-tink", "com.google.crypto.tink..");

  /**
   * The real packages. A new adapter joins every rule by one line here, and by its dependency in
   * the pom of this module.
   */
  static final House HEXAUTH =
      new House("io.hexauth", List.of(FEIGN, JDK, JDBC, MICROMETER, REDIS, TINK));

  static final House OF_BAD_FIXTURES = new House("io.hexauth.architecture.fixture", List.of(FEIGN));

  /**
   * The jar of an adapter. Its package {@code client}, if it has one, calls the hexagon. Its root
   * package contains the Guice modules. All other packages implement driven ports.
   *
   * @param name the package below the root
   * @param module the folder of the Maven module
   * @param vendor the packages of the adapted technology; empty for the JDK, whose adapter
   *     implements no driven port
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

  /** Packages of the domain that no application and no adapter uses. */
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

  /** Package that reads the application's configuration, and reports the wiring. */
  String config() {
    return root + ".config..";
  }

  String testkit() {
    return root + ".testkit..";
  }

  /** The only package that knows JSON. */
  String json() {
    return root + ".core.internal.json..";
  }

  /** Packages of core that send token requests and carry out refreshes. */
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

  /** Packages of core, adapters and configuration, which are wired and not called. */
  String[] machinery() {
    return and(List.of(allAdapters()), core(), config());
  }

  /** Packages that applications run: all except the test kit. */
  String[] production() {
    return and(List.of(allAdapters()), domain(), ports(), core(), config());
  }

  /** The packages of each module. */
  List<String> rooms() {
    return List.of(and(List.of(production()), testkit()));
  }

  /** Packages that convert a secret to bytes: for requests, stored documents, headers. */
  String[] readersOfSecrets() {
    return and(adapters.stream().map(this::driving).toList(), domain(), json());
  }

  static String[] and(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
