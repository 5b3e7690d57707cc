// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import io.hexauth.ports.spi.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Private certificate authority with one certificate, for servers and clients on loopback. {@code
 * keytool} of the running JDK creates them once for each process, which takes seconds. Immutable,
 * and safe for use by multiple threads.
 */
public final class Certificates {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String NAME = "server";
  private static final ConcurrentMap<String, Certificates> MADE = new ConcurrentHashMap<>();

  private final KeyStore store;

  private Certificates(KeyStore store) {
    this.store = store;
  }

  /** {@return a certificate for 127.0.0.1 and localhost, valid now} */
  public static Certificates good() {
    return MADE.computeIfAbsent("good", n -> make("ip:127.0.0.1,dns:localhost", "-1d"));
  }

  /** {@return a certificate for as.example, from another authority, valid now} */
  public static Certificates forAnotherHost() {
    return MADE.computeIfAbsent("another", n -> make("dns:as.example", "-1d"));
  }

  /** {@return a certificate for 127.0.0.1 and localhost that has expired} */
  public static Certificates expired() {
    return MADE.computeIfAbsent("expired", n -> make("ip:127.0.0.1,dns:localhost", "-10d"));
  }

  /** {@return a certificate for 127.0.0.1 and localhost that is not yet valid} */
  public static Certificates notYetValid() {
    return MADE.computeIfAbsent("future", n -> make("ip:127.0.0.1,dns:localhost", "+1d"));
  }

  private static Certificates make(String names, String start) {
    try {
      Path folder = Files.createTempDirectory("certificates");
      Path file = folder.resolve("keys.p12");
      Path log = folder.resolve("keytool.log");
      try {
        keytool(file, log, "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-startdate", "-20d");
        String[] signed = {"-alias", NAME, "-dname", "CN=" + NAME, "-signer", "ca"};
        String[] valid = {"-ext", "san=" + names, "-startdate", start, "-validity", "5"};
        String[] all = Arrays.copyOf(signed, signed.length + valid.length);
        System.arraycopy(valid, 0, all, signed.length, valid.length);
        keytool(file, log, all);
        return new Certificates(KeyStore.getInstance(file.toFile(), PASSWORD));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(log);
        Files.delete(folder);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("The certificate could not be created", e);
    }
  }

  private static void keytool(Path file, Path log, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD), "-keystore", file.toString()));
    command.addAll(List.of(more));
    Process keytool =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (keytool.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue() != 0) {
      throw new AssertionError(Files.readString(log));
    }
  }

  /**
   * {@return a TLS context for a server that presents this certificate} The server accepts any
   * client certificate.
   */
  public SSLContext server() {
    try {
      KeyStore own = empty();
      own.setKeyEntry(NAME, key(), PASSWORD, store.getCertificateChain(NAME));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD);
      return context(keys.getKeyManagers(), new AcceptingEveryClient());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("The SSLContext could not be created", e);
    }
  }

  /** {@return a context for a client that trusts only this authority} */
  public SSLContext trust() {
    try {
      return context(new KeyManager[0], trustManager());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("The SSLContext could not be created", e);
    }
  }

  private static SSLContext context(KeyManager[] keys, TrustManager trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {trust}, null);
    return context;
  }

  /** {@return a trust manager that trusts only this authority} */
  public X509TrustManager trustManager() {
    try {
      KeyStore trusted = empty();
      trusted.setCertificateEntry("ca", store.getCertificate("ca"));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      return (X509TrustManager) trust.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("The trust manager could not be created", e);
    }
  }

  /** {@return this certificate with its key, for a client} */
  public TlsIdentity identity() {
    return new TlsIdentity() {
      @Override
      public PrivateKey key() {
        return Certificates.this.key();
      }

      @Override
      public List<X509Certificate> chain() {
        return Certificates.this.chain();
      }
    };
  }

  private PrivateKey key() {
    try {
      return (PrivateKey) store.getKey(NAME, PASSWORD);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("The key could not be read", e);
    }
  }

  private List<X509Certificate> chain() {
    try {
      return Arrays.stream(store.getCertificateChain(NAME))
          .map(X509Certificate.class::cast)
          .toList();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("The certificate could not be read", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    return empty;
  }

  /** Trust manager that accepts every client certificate, so that a test can examine it. */
  private static final class AcceptingEveryClient implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException("This trust manager is for servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
