package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Finds writes that were of no use.
 *
 * <p>How many statuses there are to tell and how often a pod must be touched depends on the pace of the pods, so that no number
 * can be expected; but while the pods are the same ones a status must tell what none before it has told, and a touch must be the
 * next one of its pod, not the same again.
 */
final class Thrift implements WriteGuard {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOUCH = "ollakeep.dev/touch";

  private final MirrorPods pods;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> wasted = new ConcurrentLinkedQueue<>();

  Thrift(MirrorPods pods) {
    this.pods = pods;
  }

  @Override
  public Consumer<ApiAnswer> before(ApiCall call) {
    if (call.toString().endsWith("/status")) {
      return answer -> tell(call, pods.uids() + status(tree(call.body()).path("status")));
    }
    if (call.toString().startsWith("PATCH pods/")) {
      var meta = tree(call.body()).path("metadata");
      var touch = meta.path("annotations").path(TOUCH).asText();
      return answer -> tell(call, meta.path("uid").asText() + " " + touch.substring(0, Math.max(0, touch.lastIndexOf(' '))));
    }
    return answer -> { };
  }

  private void tell(ApiCall call, String what) {
    if (!told.add(what)) {
      wasted.add(call + ": " + what);
    }
  }

  /** Without the times at which it says that something became so. */
  private static String status(JsonNode status) {
    status.path("conditions").forEach(condition -> ((ObjectNode) condition).remove("lastTransitionTime"));
    return status.toString();
  }

  /** Every useless write since the last look; what was told until now may be told once more. */
  List<String> takeWasted() {
    var all = new ArrayList<>(wasted);
    wasted.clear();
    told.clear();
    return all;
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
