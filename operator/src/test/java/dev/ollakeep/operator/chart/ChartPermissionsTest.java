package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.reconcile.Permission;
import dev.ollakeep.operator.resources.ProbeMode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The chart grants what the operator does, and nothing more. */
class ChartPermissionsTest {
  private static final String NAMESPACE = "ollakeep-system";
  private static final Chart CHART = new Chart(NAMESPACE);

  /** Used when the cluster has an optional kind; a start does not depend on them. */
  private static final List<String> OF_OPTIONAL_KINDS = List.of("get", "list", "watch", "create", "patch", "delete");

  @Test
  void whereAllNamespacesAreWatchedOneClusterRoleGrantsExactlyWhatTheOperatorDoes() {
    assertThat(grants(clusterRole("ollakeep-ollakeep-system", "").getRules())).isEqualTo(wanted(ProbeMode.POD_IP));
  }

  @Test
  void onlyAnOperatorThatAsksThroughTheApiServerMayUseItsPodProxy() {
    assertThat(grants(clusterRole("ollakeep-ollakeep-system", "probeMode: apiServerProxy").getRules()))
        .isEqualTo(wanted(ProbeMode.API_SERVER_PROXY))
        .contains("get pods/proxy");
    assertThat(wanted(ProbeMode.POD_IP)).doesNotContain("get pods/proxy");
  }

  @Test
  void whereSomeAreWatchedRolesInThemGrantTheSame() {
    var values = "watchNamespaces: [team-a, team-b]";
    var roles = CHART.objects(Role.class, values).stream().filter(role -> role.getMetadata().getName().equals("ollakeep")).toList();

    assertThat(roles).extracting(role -> role.getMetadata().getNamespace()).containsExactlyInAnyOrder("team-a", "team-b");
    assertThat(roles).allSatisfy(role -> assertThat(grants(role.getRules())).isEqualTo(wanted(ProbeMode.POD_IP)));
    assertThat(operatorRoles(values)).extracting(role -> role.getMetadata().getName())
        .containsExactly("ollakeep-ollakeep-system-cluster");
  }

  @Test
  void anOperatorThatAsksThroughTheApiServerReachesNoPods() {
    assertThat(peers("")).as("pods it may connect to").hasSize(1);
    assertThat(peers("probeMode: apiServerProxy")).isEmpty();
  }

  private static List<NetworkPolicyPeer> peers(String values) {
    return CHART.objects(NetworkPolicy.class, values).stream()
        .flatMap(policy -> policy.getSpec().getEgress().stream())
        .flatMap(rule -> rule.getTo().stream())
        .toList();
  }

  @Test
  void ofTheClusterItReadsIngressClassesAndClusterIssuersOnly() {
    assertThat(grants(clusterRole("ollakeep-ollakeep-system-cluster", "").getRules()))
        .containsExactlyInAnyOrder("list ingressclasses.networking.k8s.io", "get clusterissuers.cert-manager.io");
  }

  @Test
  void theLeaseIsInItsOwnNamespaceOnly() {
    var roles = CHART.objects(Role.class, "");

    assertThat(roles).singleElement().satisfies(role -> {
      assertThat(role.getMetadata().getNamespace()).isEqualTo(NAMESPACE);
      assertThat(role.getRules()).filteredOn(rule -> !rule.getVerbs().equals(List.of("create")))
          .allSatisfy(rule -> assertThat(rule.getResourceNames()).containsExactly("ollakeep"));
      assertThat(grants(role.getRules())).containsExactlyInAnyOrder("get leases.coordination.k8s.io",
          "create leases.coordination.k8s.io", "update leases.coordination.k8s.io", "patch leases.coordination.k8s.io");
    });
    assertThat(CHART.objects(Role.class, "{replicas: 1, leaderElection: false}")).isEmpty();
  }

  @Test
  void everyBindingBindsARoleOfTheChartToTheOperatorsAccountAlone() {
    for (var values : List.of("", "watchNamespaces: [team-a]", "serviceAccount: {name: other}")) {
      var account = values.contains("other") ? "other" : "ollakeep";
      var roles = new TreeSet<String>();
      CHART.objects(Role.class, values).forEach(role -> roles.add(role.getMetadata().getNamespace() + "/" + role.getMetadata().getName()));
      operatorRoles(values).forEach(role -> roles.add("/" + role.getMetadata().getName()));
      var bound = new TreeSet<String>();
      CHART.objects(RoleBinding.class, values).forEach(binding -> {
        bound.add(binding.getMetadata().getNamespace() + "/" + binding.getRoleRef().getName());
        assertThat(binding.getSubjects()).singleElement().returns(account, it -> it.getName()).returns(NAMESPACE, it -> it.getNamespace());
      });
      CHART.objects(ClusterRoleBinding.class, values).forEach(binding -> {
        bound.add("/" + binding.getRoleRef().getName());
        assertThat(binding.getSubjects()).singleElement().returns(account, it -> it.getName()).returns(NAMESPACE, it -> it.getNamespace());
      });
      assertThat(bound).isEqualTo(roles);
    }
  }

  @Test
  void whoeverMayViewOrEditANamespaceMayViewOrEditItsServers() {
    var view = clusterRole("ollakeep-ollakeep-system-view", "");
    var edit = clusterRole("ollakeep-ollakeep-system-edit", "");

    assertThat(view.getMetadata().getLabels()).containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true");
    assertThat(grants(view.getRules())).allMatch(grant -> grant.endsWith(" ollamaservers.ollakeep.dev"))
        .noneMatch(grant -> grant.startsWith("create") || grant.startsWith("update"));
    assertThat(edit.getMetadata().getLabels()).containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true")
        .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true");
    assertThat(grants(edit.getRules())).contains("create ollamaservers.ollakeep.dev", "patch ollamaservers/scale.ollakeep.dev")
        .noneMatch(grant -> grant.contains("/status"));
    assertThat(CHART.objects(ClusterRole.class, "aggregateRoles: false")).allMatch(role -> !role.getMetadata().getName().endsWith("-edit"));
  }

  private static List<ClusterRole> operatorRoles(String values) {
    return CHART.objects(ClusterRole.class, values).stream()
        .filter(role -> !"user-roles".equals(role.getMetadata().getLabels().get("app.kubernetes.io/component")))
        .toList();
  }

  private static ClusterRole clusterRole(String name, String values) {
    return CHART.objects(ClusterRole.class, values).stream()
        .filter(role -> role.getMetadata().getName().equals(name))
        .findFirst().orElseThrow();
  }

  private static Set<String> wanted(ProbeMode probing) {
    var wanted = new TreeSet<>(Set.of("get issuers.cert-manager.io"));
    OptionalKind.ALL.forEach(kind -> OF_OPTIONAL_KINDS.forEach(verb ->
        wanted.add(verb + " " + HasMetadata.getFullResourceName(kind.child().type()))));
    Permission.neededBy(probing).forEach(permission -> permission.verbs().forEach(verb -> {
      var resource = permission.subresource().isEmpty() ? permission.resource() : permission.resource() + "/" + permission.subresource();
      wanted.add(grant(verb, permission.group(), resource));
    }));
    return wanted;
  }

  private static Set<String> grants(List<PolicyRule> rules) {
    var grants = new TreeSet<String>();
    for (var rule : rules) {
      assertThat(rule.getNonResourceURLs()).isEmpty();
      for (var group : rule.getApiGroups()) {
        rule.getResources().forEach(resource -> rule.getVerbs().forEach(verb -> grants.add(grant(verb, group, resource))));
      }
    }
    return grants;
  }

  private static String grant(String verb, String group, String resource) {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }
}
