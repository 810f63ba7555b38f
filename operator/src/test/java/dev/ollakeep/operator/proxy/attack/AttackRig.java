package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.proxy.nginx.MountedVolume;
import dev.ollakeep.operator.proxy.nginx.NginxConf;
import dev.ollakeep.operator.proxy.nginx.SandboxAddress.Family;
import dev.ollakeep.testing.Tools;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Nginx with the rendered configuration, its accounts and a recording upstream, for one test class.
 *
 * <p>Whatever the class does, at the end no log and no byte before the upstream may show a credential.
 */
final class AttackRig implements BeforeAllCallback, AfterAllCallback, Closeable {
  private final String configuration;
  private final Layout layout;
  private final Family family;
  private final Cast cast = new Cast();
  private AttackedNginx nginx;
  private RecordingUpstream upstream;
  private MountedVolume auth;

  AttackRig(ProxySettings settings) {
    this(NginxConf.render(settings));
  }

  AttackRig(String configuration) {
    this(configuration, Layout.PER_USER);
  }

  AttackRig(String configuration, Layout layout) {
    this(configuration, layout, Family.IPV4);
  }

  /** One that is attacked by addresses of that family. */
  AttackRig(String configuration, Layout layout, Family family) {
    this.configuration = configuration;
    this.layout = layout;
    this.family = family;
  }

  Cast cast() {
    return cast;
  }

  RecordingUpstream upstream() {
    return upstream;
  }

  AttackedNginx nginx() {
    return nginx;
  }

  InetSocketAddress open() {
    return at(AttackedNginx.PUBLIC);
  }

  InetSocketAddress internal() {
    return at(AttackedNginx.INTERNAL);
  }

  /** The address of whoever asks on this machine. */
  String client() {
    return family == Family.IPV4 ? "127.0.0.1" : "::1";
  }

  InetSocketAddress at(int port) {
    return nginx.at(family, port);
  }

  /** Swaps the mounted auth Secret; the next request must already see it. */
  void publish(Accounts accounts) throws IOException {
    publishFiles(layout.files(accounts));
  }

  void publishFiles(Map<String, String> files) throws IOException {
    auth.publish(files);
  }

  /** The access log so far; a line that is not JSON fails here. */
  List<JsonNode> accessLines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : nginx.accessLog().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** A complete request in the name of a login. */
  static String request(String line, Login login) {
    return line + " HTTP/1.1\r\nHost: ollama.test\r\nAuthorization: " + login.basic() + "\r\n\r\n";
  }

  static String post(String path, Login login, String body) {
    return "POST " + path + " HTTP/1.1\r\nHost: ollama.test\r\nAuthorization: " + login.basic()
        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (nginx == null) {
      return;
    }
    try {
      nginx.stop();
      assertNoTraces();
    } finally {
      close();
    }
  }

  void start() throws IOException {
    Path binary = Tools.ofThisMachine().nginx().orElseThrow().path();
    nginx = new AttackedNginx();
    upstream = new RecordingUpstream(nginx.at(AttackedNginx.OLLAMA));
    auth = new MountedVolume(nginx.authDirectory());
    publish(cast.accounts());
    nginx.start(binary, configuration);
  }

  /** What must hold whatever was sent: no credential in any log or before the upstream, and only clear requests there. */
  private void assertNoTraces() throws IOException {
    assertNoTraces("the access log", nginx.accessLog());
    assertNoTraces("the error log", nginx.errorLog());
    assertNoTraces("what the upstream received", upstream.received());
    assertThat(upstream.violations()).as("unclear requests at the upstream").isEmpty();
  }

  @Override
  public void close() throws IOException {
    nginx.close();
    upstream.close();
  }

  private void assertNoTraces(String where, String text) {
    for (String trace : cast.traces()) {
      assertThat(text.contains(trace)).as("%s holds a credential near: %s", where, around(text, trace)).isFalse();
    }
  }

  private static String around(String text, String trace) {
    int at = text.indexOf(trace);
    return at < 0 ? "" : text.substring(Math.max(0, at - 200), at) + "<credential>";
  }
}
