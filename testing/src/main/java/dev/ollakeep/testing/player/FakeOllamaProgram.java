package dev.ollakeep.testing.player;

import dev.ollakeep.testing.ollama.FakeOllama;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A {@link FakeOllama} in this process that stands for the Ollama container. */
record FakeOllamaProgram(FakeOllama ollama, CompletableFuture<Integer> exit) implements Program {

  private static final int KILLED = 137;

  @Override
  public void terminate() {
    end(0);
  }

  @Override
  public void kill() {
    end(KILLED);
  }

  private void end(int code) {
    try {
      ollama.close();
    } catch (IOException e) {
      throw new IllegalStateException("a listening socket does not close", e);
    }
    exit.complete(code);
  }
}
