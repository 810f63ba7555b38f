package dev.ollakeep.operator.bench;

import dev.ollakeep.testing.ApiServer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Calls as the API server counts them, by verb and resource: {@code APPLY deployments 1000}.
 *
 * <p>Of a server that only this bench and one operator use; what they do not touch is left out.
 */
record ServedCalls(Map<String, Long> counts) {

  private static final Pattern SERIES = Pattern.compile("apiserver_request_total\\{(.*)} (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  static ServedCalls of(ApiServer api) {
    var counts = new TreeMap<String, Long>();
    api.client().raw("/metrics").lines().map(SERIES::matcher).filter(match -> match.matches()).forEach(match -> {
      var labels = new TreeMap<String, String>();
      LABEL.matcher(match.group(1)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
      counts.merge(kind(labels), (long) Double.parseDouble(match.group(2)), Long::sum);
    });
    return new ServedCalls(counts);
  }

  /** What came since. */
  ServedCalls since(ServedCalls before) {
    var difference = new TreeMap<String, Long>();
    counts.forEach((kind, count) -> {
      var more = count - before.counts.getOrDefault(kind, 0L);
      if (more != 0) {
        difference.put(kind, more);
      }
    });
    return new ServedCalls(difference);
  }

  /**
   * Only what an operator writes: servers are created by others, addresses and Leases are the API server's own.
   *
   * <p>So are some of the events, of Services whose address it has not noted yet ({@code ClusterIPNotAllocated}); here they count.
   */
  ServedCalls writes() {
    return only("(POST|PUT|APPLY|PATCH|DELETE|DELETECOLLECTION) .*",
        "POST (ollamaservers|namespaces|selfsubjectaccessreviews)"
            + "|.* (ipaddresses|leases|apiservices.*|flowschemas.*|prioritylevelconfigurations.*|customresourcedefinitions.*)");
  }

  /** Reads of single objects and of lists. */
  ServedCalls reads() {
    return only("(GET|LIST) .*", "GET /.*|.* (leases|namespaces|customresourcedefinitions)");
  }

  ServedCalls leases() {
    return only("(PUT|POST|PATCH) leases", "");
  }

  private ServedCalls only(String wanted, String unwanted) {
    var some = new TreeMap<>(counts);
    some.keySet().removeIf(kind -> !kind.matches(wanted) || kind.matches(unwanted));
    return new ServedCalls(some);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Such as {@code 15.0: APPLY services 2.0, POST secrets 3.0}. */
  String each(int times) {
    var text = new StringBuilder(String.format(Locale.ROOT, "%.2f:", (double) total() / times));
    counts.forEach((kind, count) -> text.append(String.format(Locale.ROOT, " %s %.2f,", kind, (double) count / times)));
    return text.substring(0, text.length() - 1);
  }

  private static String kind(Map<String, String> labels) {
    var subresource = labels.getOrDefault("subresource", "");
    return labels.get("verb") + " " + labels.getOrDefault("resource", "") + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
