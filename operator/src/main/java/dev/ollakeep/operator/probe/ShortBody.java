package dev.ollakeep.operator.probe;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The beginning of the body of an answer, as text.
 *
 * <p>A pod that was taken over may send without end; what is longer than any honest answer is not read on.
 */
final class ShortBody implements HttpResponse.BodySubscriber<String> {

  private static final int MOST = 64 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private Flow.Subscription source;

  /** Takes what came; false once it is enough. */
  synchronized boolean take(List<ByteBuffer> chunks) {
    for (var chunk : chunks) {
      var part = new byte[Math.min(chunk.remaining(), MOST - bytes.size())];
      chunk.get(part);
      bytes.writeBytes(part);
    }
    if (bytes.size() < MOST) {
      return true;
    }
    end(null);
    return false;
  }

  /** No more will come, because of a failure or without one. */
  synchronized void end(Throwable failure) {
    if (failure == null) {
      text.complete(bytes.toString(StandardCharsets.UTF_8));
    } else {
      text.completeExceptionally(failure);
    }
  }

  @Override
  public CompletableFuture<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    source.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> chunks) {
    if (!take(chunks)) {
      source.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    end(failure);
  }

  @Override
  public void onComplete() {
    end(null);
  }
}
