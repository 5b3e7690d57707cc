// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A private certificate authority and one certificate of it, made by the JDK's own tool. */
final class Certificates {

  private static final String PASSWORD = "changeit";

  /** Making them takes seconds. */
  private static final ConcurrentMap<String, Certificates> MADE = new ConcurrentHashMap<>();

  private final KeyStore store;

  private Certificates(KeyStore store) {
    this.store = store;
  }

  /** For 127.0.0.1 and localhost, valid now. */
  static Certificates good() {
    return MADE.computeIfAbsent("good", n -> make("ip:127.0.0.1,dns:localhost", "-1d"));
  }

  static Certificates forAnotherHost() {
    return MADE.computeIfAbsent("another", n -> make("dns:as.example", "-1d"));
  }

  static Certificates expired() {
    return MADE.computeIfAbsent("expired", n -> make("ip:127.0.0.1,dns:localhost", "-10d"));
  }

  static Certificates notYetValid() {
    return MADE.computeIfAbsent("future", n -> make("ip:127.0.0.1,dns:localhost", "+1d"));
  }

  private static Certificates make(String names, String start) {
    try {
      Path folder = Files.createTempDirectory("certificates");
      Path file = folder.resolve("keys.p12");
      Path log = folder.resolve("keytool.log");
      try {
        keytool(file, log, "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-startdate", "-20d");
        keytool(
            file,
            log,
            "-alias",
            "server",
            "-dname",
            "CN=server",
            "-ext",
            "san=" + names,
            "-signer",
            "ca",
            "-startdate",
            start,
            "-validity",
            "5");
        return new Certificates(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(log);
        Files.delete(folder);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void keytool(Path file, Path log, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
    command.addAll(List.of(more));
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (keytool.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue() != 0) {
      throw new AssertionError(Files.readString(log));
    }
  }

  /** What the server shows. */
  SSLContext server() throws GeneralSecurityException, IOException {
    KeyStore own = empty();
    own.setKeyEntry(
        "server",
        store.getKey("server", PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        store.getCertificateChain("server"));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Trusts this authority, and no other. */
  SSLContext trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("ca", store.getCertificate("ca"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    return empty;
  }
}
