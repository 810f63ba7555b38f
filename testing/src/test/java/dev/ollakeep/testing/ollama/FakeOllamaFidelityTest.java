package dev.ollakeep.testing.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The fake answers as the table says, and so does a real Ollama when the environment variable {@code OLLAMA} names one.
 *
 * <p>Without a real one its half counts as skipped. It may send nothing on: the cloud is switched off, and what leaves a server all the
 * same meets a proxy that is not there. In a body of the table {@code \r\n} is the end of a line.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FakeOllamaFidelityTest {

  /** Nobody listens on the port that discards what it gets. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  @TempDir
  static Path home;

  private FakeOllama fake;
  private Optional<Process> real = Optional.empty();
  private InetSocketAddress realAddress;

  @BeforeAll
  void start() throws Exception {
    fake = FakeOllama.start(new InetSocketAddress("127.0.0.1", 0), FakeOllama.Settings.of(Models.of()));
    String binary = System.getenv("OLLAMA");
    if (binary == null || !Files.isExecutable(Path.of(binary))) {
      return;
    }
    InetSocketAddress free = freeAddress();
    ProcessBuilder builder = new ProcessBuilder(binary, "serve").redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
    builder.environment().putAll(Map.of("HOME", home.toString(), "OLLAMA_HOST", "127.0.0.1:" + free.getPort(),
      "OLLAMA_NO_CLOUD", "1", "HTTPS_PROXY", NOWHERE, "HTTP_PROXY", NOWHERE, "NO_PROXY", ""));
    real = Optional.of(builder.start());
    realAddress = free;
    Awaitility.await().ignoreExceptions().until(() -> statusAndBody(realAddress, bytes("GET /", null, null)).startsWith("200"));
  }

  @AfterAll
  void stop() throws Exception {
    fake.close();
    if (real.isPresent()) {
      real.get().destroy();
      real.get().waitFor();
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "answers.txt", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
  void theFakeAnswers(String request, String header, String body, String expected) throws IOException {
    assertThat(statusAndBody(fake.address(), bytes(request, header, body))).startsWith(expected);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "answers.txt", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
  void soDoesTheRealOne(String request, String header, String body, String expected) throws IOException {
    assumeTrue(real.isPresent(), "no real Ollama: set OLLAMA to its binary");
    assertThat(statusAndBody(realAddress, bytes(request, header, body))).startsWith(expected);
  }

  private static String bytes(String request, String header, String body) {
    String content = body == null ? "" : body.replace("\\r\\n", "\r\n");
    String extra = header == null ? "" : header;
    String host = extra.startsWith("Host:") ? "" : "Host: localhost\r\n";
    return request + " HTTP/1.1\r\n" + host + (extra.isEmpty() ? "" : extra + "\r\n")
      + "Connection: close\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
  }

  private static String statusAndBody(InetSocketAddress server, String request) throws IOException {
    String answer = RawClient.exchange(server, request);
    return answer.substring(9, 12) + " " + answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static InetSocketAddress freeAddress() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress("127.0.0.1", 0));
      return (InetSocketAddress) probe.getLocalSocketAddress();
    }
  }
}
