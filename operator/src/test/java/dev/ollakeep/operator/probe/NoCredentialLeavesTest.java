package dev.ollakeep.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.SelfAttack;
import dev.ollakeep.operator.reconcile.ScriptedApi;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever answers at the address, or under the name, of a pod learns nothing that lets him in anywhere. */
class NoCredentialLeavesTest {

  private static final PodProbe.Wanted WANTED = new PodProbe.Wanted(7, "v1", "as written");
  private static final Pattern LOGIN_LINE = Pattern.compile("(?im)^(?:authorization|proxy-authorization|x-api-key|cookie): (.*)$");
  private static final String WRONG = SelfAttack.WRONG_PASSWORD.wrongLogin().orElseThrow();

  @Test
  void toAnAddress() throws Exception {
    try (var stranger = ScriptedPod.start(); var probe = new PodProbe(new SettableClock(), new DirectConnections(Duration.ofSeconds(5)))) {
      stranger.on(8081, SelfAttackOnTheWireTest.internal());
      stranger.on(8080, ScriptedPod.Script.http("401 Unauthorized", "{\"error\":\"authentication required\"}"));

      var seen = probe.look(List.of(ProxiedPod.at(stranger.address())), WANTED);
      assertThat(probe.serverVersion(seen)).contains("0.17.4");

      var lines = LOGIN_LINE.matcher(stranger.received()).results().map(line -> line.group(1).strip()).collect(Collectors.toSet());
      assertThat(stranger.received()).contains("GET /auth-revision", "GET /configz", "GET /healthz", "GET /api/tags");
      assertThat(lines).isEqualTo(Set.of("Basic " + WRONG));
    }
  }

  @Test
  void throughTheApiServer() throws Exception {
    var pod = ProxiedPod.at("10.244.0.7");
    try (var api = ScriptedApi.start();
        var probe = new PodProbe(new SettableClock(), new ApiServerProxyConnections(api.client(), Duration.ofSeconds(20)))) {
      var script = new ProxiedPod(api);
      script.answersTheOperator();
      script.says(8081, "/healthz", 200, "{\"version\":\"0.17.4\"}");
      script.says(8080, "/api/tags", 401, "{\"error\":\"authentication required\"}");

      assertThat(probe.serverVersion(probe.look(List.of(pod), WANTED))).contains("0.17.4");

      var paths = new ArrayList<String>();
      var logins = new TreeSet<String>();
      for (var request = next(api); request != null; request = next(api)) {
        paths.add(request.getPath());
        for (var header : List.of("Authorization", "x-api-key", "Cookie")) {
          Optional.ofNullable(request.getHeader(header)).ifPresent(logins::add);
        }
      }
      assertThat(paths).contains(
          ProxiedPod.path(8081, "/healthz"), ProxiedPod.path(8080, "/api/tags"), ProxiedPod.path(11434, "/"));
      assertThat(logins).containsExactly(WRONG);
    }
  }

  private static RecordedRequest next(ScriptedApi api) throws InterruptedException {
    return api.script().takeRequest(50, TimeUnit.MILLISECONDS);
  }
}
