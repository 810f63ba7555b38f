package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every call a client makes, as {@code METHOD path}; watches are left out. */
public final class RequestLog implements Interceptor {

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> forbidden = new CopyOnWriteArrayList<>();
  private volatile Runnable statusWrite = () -> {};

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (request.uri().getPath().endsWith("/status")) {
      statusWrite.run();
    }
    var query = request.uri().getQuery();
    if (query == null || !query.contains("watch=true")) {
      calls.add(request.method() + " " + request.uri().getPath());
    }
  }

  @Override
  public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.code() == HttpURLConnection.HTTP_FORBIDDEN) {
      forbidden.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** Runs in the thread that writes a status, just before the request is sent. */
  void onStatusWrite(Runnable action) {
    statusWrite = action;
  }

  /** Calls so far. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Calls so far that change something. */
  public List<String> writes() {
    return calls.stream().filter(call -> !call.startsWith("GET ")).toList();
  }

  /** Calls so far that the API server forbade. */
  List<String> forbidden() {
    return List.copyOf(forbidden);
  }

  public void clear() {
    calls.clear();
  }
}
