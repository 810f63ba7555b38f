package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.reconcile.ScriptedApi;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;

/** A pod behind a scripted API server: what that passes on, and what it says itself. */
record ProxiedPod(ScriptedApi api) {

  /** Where it is asked which pod has the name. */
  static final String NAMED = "/api/v1/namespaces/ai/pods?fieldSelector=metadata.name%3Dhello-1";

  void says(int port, String path, int code, Object body) {
    api.script().expect().get().withPath(path(port, path)).andReturn(code, body).always();
  }

  /** Its internal listener does what is asked of it. */
  void answersTheOperator() {
    podIs("uid-1");
    says(8081, "/auth-revision", 200, "7");
    says(8081, "/configz", 200, "{\"live\":\"v1\",\"rejected\":\"\"}");
  }

  void podIs(String uid) {
    var pod = new PodBuilder(at("10.244.0.7")).editMetadata().withUid(uid).endMetadata().build();
    api.script().expect().get().withPath(NAMED).andReturn(200, new PodListBuilder().withItems(pod).build()).always();
  }

  static String path(int port, String path) {
    return "/api/v1/namespaces/ai/pods/hello-1:" + port + "/proxy" + path;
  }

  static Object unreachable(String why) {
    return ScriptedApi.status(503, "ServiceUnavailable", "error trying to reach service: " + why);
  }

  static Pod at(String address) {
    return new PodBuilder()
        .withNewMetadata().withName("hello-1").withNamespace("ai").withUid("uid-1").endMetadata()
        .withNewStatus().withPhase("Running").withPodIP(address).endStatus()
        .build();
  }
}
