package dev.ollakeep.operator.trouble;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate with its key in PEM, made by the JDK's keytool; once in each JVM. */
public record TestCertificate(String certificate, String key) {

  static final String HOST = "llm.example.com";
  /** Only for the moment between keytool and this class. */
  private static final String PASSWORD = "changeit";
  static final TestCertificate GOOD = make(HOST, "-1d", 90);
  static final TestCertificate OTHER_HOST = make("other.example.com", "-1d", 90);
  static final TestCertificate EXPIRED = make(HOST, "-91d", 90);

  void writeTo(Path directory) throws IOException {
    Files.writeString(directory.resolve("tls.crt"), certificate);
    Files.writeString(directory.resolve("tls.key"), key);
  }

  /** For several names, valid for ten years. */
  public static TestCertificate of(List<String> hosts) {
    return make(hosts, "-1d", 3650);
  }

  private static TestCertificate make(String host, String begin, int days) {
    return make(List.of(host), begin, days);
  }

  private static TestCertificate make(List<String> hosts, String begin, int days) {
    try {
      var directory = Files.createTempDirectory("certificate");
      var store = directory.resolve("store");
      run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a", "-keyalg", "EC",
          "-groupname", "secp256r1", "-dname", "CN=" + hosts.get(0), "-ext", "SAN=dns:" + String.join(",dns:", hosts), "-startdate", begin,
          "-validity", String.valueOf(days), "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD);
      try (var in = Files.newInputStream(store)) {
        return read(in);
      } finally {
        Files.delete(store);
        Files.delete(directory);
      }
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException("no certificate for the test", e);
    }
  }

  private static TestCertificate read(InputStream in) throws IOException, GeneralSecurityException {
    var password = PASSWORD.toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    store.load(in, password);
    return new TestCertificate(
        pem("CERTIFICATE", store.getCertificate("a").getEncoded()), pem("PRIVATE KEY", store.getKey("a", password).getEncoded()));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool failed");
    }
  }

  private static String pem(String type, byte[] bytes) {
    var text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }
}
