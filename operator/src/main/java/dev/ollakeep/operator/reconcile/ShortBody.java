package dev.ollakeep.operator.reconcile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The body of an answer, as text.
 *
 * <p>A pod that was taken over may send without end; what is longer than any honest answer is not read.
 */
final class ShortBody implements HttpResponse.BodySubscriber<String> {

  private static final int MOST = 64 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private Flow.Subscription source;

  /** Takes what came; false when it is too much. */
  synchronized boolean take(List<ByteBuffer> chunks) {
    for (var chunk : chunks) {
      if (bytes.size() + chunk.remaining() > MOST) {
        return false;
      }
      var part = new byte[chunk.remaining()];
      chunk.get(part);
      bytes.writeBytes(part);
    }
    return true;
  }

  synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public CompletionStage<String> getBody() {
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
      text.completeExceptionally(new TooLong());
    }
  }

  @Override
  public void onError(Throwable failure) {
    text.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    text.complete(text());
  }

  /** The answer is longer than any that makes sense. */
  static final class TooLong extends IOException {
    TooLong() {
      super("the answer is longer than " + MOST + " bytes");
    }
  }
}
