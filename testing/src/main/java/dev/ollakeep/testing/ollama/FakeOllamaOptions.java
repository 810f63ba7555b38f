package dev.ollakeep.testing.ollama;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The command line of a {@link FakeOllama} that runs by itself. */
record FakeOllamaOptions(InetSocketAddress listen, Models models) {

  private static final int DEFAULT_PORT = 11434;

  /** Reads {@code --listen HOST:PORT} and any number of {@code --model NAME}; {@code tiny} when none is named. */
  static FakeOllamaOptions parse(String... args) {
    InetSocketAddress listen = new InetSocketAddress("127.0.0.1", DEFAULT_PORT);
    List<String> models = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      switch (args[i]) {
        case "--listen" -> listen = FakeOllama.hostAndPort(args[i + 1]);
        case "--model" -> models.add(args[i + 1]);
        default -> throw new IllegalArgumentException("unknown option " + args[i] + "; there are --listen and --model");
      }
    }
    return new FakeOllamaOptions(listen, Models.of(models.isEmpty() ? new String[] {"tiny"} : models.toArray(String[]::new)));
  }
}
