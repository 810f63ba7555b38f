package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Every combination of the schema's enums and booleans, of one and two replicas, and of no, one and two watched namespaces.
 *
 * <p>Whether an API server takes an object depends on that object alone, so each different one is sent once, however many
 * combinations have it. The enums that become the text of one field are combined with each other, and not with the rest.
 */
@RequiresApiServer
class ChartProductTest {

  private static final String SERVICE_MONITORS = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: servicemonitors.monitoring.coreos.com}
      spec:
        group: monitoring.coreos.com
        scope: Namespaced
        names: {kind: ServiceMonitor, plural: servicemonitors, singular: servicemonitor}
        versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}
      """;

  @Test
  void everyCombinationIsTakenByARealApiServer(ApiServer server) throws Exception {
    var home = restricted(server);
    var watched = List.<Object>of(List.of(), List.of(home), List.of(home, server.freshNamespace("watched")));
    var chart = new Chart(home);
    var objects = new LinkedHashSet<String>();
    var combinations = 0;
    for (var values : structures(watched)) {
      objects.addAll(documents(chart.manifest(ChartChoices.yaml(values))));
      combinations++;
    }
    var byDefault = documents(chart.manifest("")).size();
    for (var values : ChartChoices.ofTheSchema().text().product()) {
      var texts = documents(chart.manifest(ChartChoices.yaml(values)));
      assertThat(texts).as("an enum that decides about objects is no text of a field: %s", values).hasSize(byDefault);
      objects.addAll(texts);
      combinations++;
    }
    assertThat(combinations).isGreaterThan(600);

    assertThat(dryRun(server, objects)).hasSize(objects.size()).allMatch(line -> line.endsWith(" created (server dry run)"));
  }

  /** One replica may go without leader election, two may not: the schema refuses that, as another test shows. */
  private static List<Map<String, Object>> structures(List<Object> watched) throws Exception {
    var all = new ArrayList<Map<String, Object>>();
    var choices = ChartChoices.ofTheSchema().structure().and("watchNamespaces", watched).and("replicas", List.of(1, 2));
    for (var values : choices.product()) {
      if (values.get("leaderElection").equals(true) || values.get("replicas").equals(1)) {
        all.add(new LinkedHashMap<>(values));
      }
    }
    return all;
  }

  private static Set<String> documents(String manifest) {
    var documents = new LinkedHashSet<String>();
    Arrays.stream(manifest.split("(?m)^---$"))
        .map(String::strip)
        .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
        .forEach(documents::add);
    return documents;
  }

  /** At first it has a status without conditions. */
  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null && crd.getStatus() != null && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(it -> "Established".equals(it.getType()) && "True".equals(it.getStatus()));
  }

  private static List<String> dryRun(ApiServer server, Set<String> objects) {
    server.client().resource(Serialization.unmarshal(SERVICE_MONITORS, CustomResourceDefinition.class)).serverSideApply();
    server.client().apiextensions().v1().customResourceDefinitions().withName("servicemonitors.monitoring.coreos.com")
        .waitUntilCondition(ChartProductTest::isEstablished, 30, TimeUnit.SECONDS);
    return new Kubectl(server)
        .run(String.join("\n---\n", objects), List.of("create", "--dry-run=server", "--validate=strict", "--filename", "-"))
        .lines().toList();
  }

  private static String restricted(ApiServer server) {
    var namespace = server.freshNamespace("product");
    server.client().namespaces().withName(namespace).edit(it -> new NamespaceBuilder(it).editMetadata()
        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
        .addToLabels("pod-security.kubernetes.io/warn", "restricted")
        .endMetadata().build());
    return namespace;
  }
}
