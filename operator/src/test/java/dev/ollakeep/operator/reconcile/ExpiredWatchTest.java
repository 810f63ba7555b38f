package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.process.ExitCode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A watch that ends with 410 Gone, as after a compaction: the operator lists again and misses nothing. */
class ExpiredWatchTest {

  private static final String SERVERS = "/apis/ollakeep.dev/v1alpha1/namespaces/ai/ollamaservers";
  private static final String GONE = """
      {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410,
       "message":"too old resource version"}}""";
  private static final String SERVER = """
      {"apiVersion":"ollakeep.dev/v1alpha1","kind":"OllamaServer",
       "metadata":{"name":"hello","namespace":"ai","uid":"1","generation":%1$d,"resourceVersion":"%1$d0"},
       "spec":{"paused":true,"auth":{"users":[{"name":"alice","role":"User"}]}}}""";

  @Test
  void whatChangedMeanwhileIsReconciled() throws Exception {
    var api = new ExpiringApi();
    var ends = new CopyOnWriteArrayList<ExitCode>();
    try (var server = new MockWebServer()) {
      server.setDispatcher(api);
      server.start();
      Config config = new ConfigBuilder(Config.empty()).withMasterUrl(server.url("/").toString()).build();
      try (var client = ClusterConnection.open(config);
          var operator = RunningOperator.start(OperatorUnderTest.config("ai"), client, Clock.systemUTC(), ends::add)) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() ->
            assertThat(api.statuses).anySatisfy(status -> assertThat(status).contains("\"observedGeneration\":2")));
        assertThat(operator.isReady()).isTrue();
      }
    }
    assertThat(api.lists.get()).isGreaterThanOrEqualTo(2);
    assertThat(ends).isEmpty();
  }

  /** Lists generation 1, ends the first watch of servers, lists generation 2; knows of no other object. */
  private static final class ExpiringApi extends Dispatcher {
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger watches = new AtomicInteger();
    private final List<String> statuses = new CopyOnWriteArrayList<>();

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var path = request.getPath();
      if (path.contains("watch=true")) {
        var isFirst = path.startsWith(SERVERS) && watches.getAndIncrement() == 0;
        return new MockResponse().withWebSocketUpgrade(new Watch(isFirst));
      }
      if (path.startsWith(SERVERS + "/hello/status")) {
        statuses.add(request.getBody().readUtf8());
        return json(200, SERVER.formatted(2));
      }
      if (path.startsWith(SERVERS)) {
        return json(200, list(SERVER.formatted(Math.min(lists.incrementAndGet(), 2))));
      }
      var isList = path.contains("resourceVersion=0") || path.contains("labelSelector=");
      return isList ? json(200, list("")) : json(404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":404}");
    }

    private static String list(String items) {
      return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"10\"},\"items\":[" + items + "]}";
    }

    private static MockResponse json(int code, String body) {
      return new MockResponse().setResponseCode(code).addHeader("Content-Type", "application/json").setBody(body);
    }
  }

  private static final class Watch extends WebSocketListener {
    private final boolean expires;

    Watch(boolean expires) {
      this.expires = expires;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      if (expires) {
        socket.send(GONE);
      }
    }
  }
}
