package dev.ollakeep.operator.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.cluster.Documents;
import dev.ollakeep.operator.credentials.CredentialStep;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.plan.Events;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.proxy.nginx.ProxyConfig;
import dev.ollakeep.operator.status.TransitionEvents;
import dev.ollakeep.operator.words.Announcement;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan as files: what is decided, the status, and each object that would be written; never a secret.
 *
 * <p>The proxy's files appear where they differ from those of a resource that says nothing of the proxy, and its version
 * nowhere: a change of one line of Nginx must not rewrite every directory.
 */
final class Rendering {

  private static final String DEFAULT_VERSION = version(OllamaServerSpec.empty());

  private final Story story;
  private final Plan plan;
  private final String version;

  private Rendering(Story story) {
    this.story = story;
    this.plan = story.plan();
    this.version = version(story);
  }

  static SortedMap<String, String> of(Story story) {
    return new Rendering(story).files();
  }

  private SortedMap<String, String> files() {
    var files = new TreeMap<String, String>();
    files.put("out-plan.yaml", yaml(decisions()));
    files.put("out-status.yaml", yaml(Documents.tree(plan.status())));
    plan.children().stream()
        .filter(verdict -> verdict instanceof Verdict.Want && story.world().changes(verdict))
        .map(Verdict.Want.class::cast)
        .forEach(want -> files.putAll(written(want)));
    return files;
  }

  private Map<String, String> written(Verdict.Want want) {
    var tree = Documents.tree(want.desired());
    var file = "out-" + want.desired().getKind().toLowerCase(Locale.ROOT) + ".yaml";
    if (!(tree.get("data") instanceof ObjectNode data) || !data.has(ProxyContract.NGINX_CONF)) {
      return Map.of(file, yaml(tree));
    }
    var conf = data.get(ProxyContract.NGINX_CONF).asText();
    data.put(ProxyContract.ENTRY_SCRIPT, "<the entry script>");
    data.put(ProxyContract.VERSION, "<version>");
    data.put(ProxyContract.NGINX_CONF, usual() ? "<as for a resource that says nothing of the proxy>" : "<out-nginx.conf>");
    return usual() ? Map.of(file, yaml(tree)) : Map.of(file, yaml(tree), "out-nginx.conf", conf);
  }

  private boolean usual() {
    return version.equals(DEFAULT_VERSION);
  }

  private ObjectNode decisions() {
    var tree = JsonNodeFactory.instance.objectNode();
    var children = tree.putObject("children");
    plan.children().forEach(verdict -> children.put(name(verdict), word(verdict)));
    plan.credentialStep().ifPresent(step -> tree.set("credentialStep", step(step)));
    plan.touches().forEach(touch -> tree.withObject("/touches").put(touch.podName(), touch.value()));
    events().forEach(event -> tree.withArray("/events")
        .add(event.severity().text() + " " + event.reason().text() + ": " + event.message()));
    tree.put("wakeUp", plan.wakeUp().map(Object::toString).orElse("only on a change"));
    return tree;
  }

  /** When everything succeeds. */
  private List<Announcement> events() {
    var server = story.world().server();
    var observed = story.world().observed();
    var created = children(verdict -> verdict instanceof Verdict.Want && observed.child(verdict.child()).isAbsent());
    var deleted = children(verdict -> verdict instanceof Verdict.Absent
        && observed.child(verdict.child()).ifPresent().filter(it -> Ownership.holds(server, it, verdict.child())).isPresent());
    return Stream.of(Events.of(server, created, deleted), TransitionEvents.between(server.getStatus(), plan.status()))
        .flatMap(List::stream).toList();
  }

  private SortedSet<Child> children(Predicate<Verdict> which) {
    return plan.children().stream().filter(which).map(Verdict::child).collect(Collectors.toCollection(TreeSet::new));
  }

  private String name(Verdict verdict) {
    return verdict.child().type().getSimpleName() + " " + verdict.child().name(
        Names.of(story.world().server()));
  }

  private String word(Verdict verdict) {
    if (verdict instanceof Verdict.Keep keep) {
      return "Keep: " + keep.why();
    }
    var change = story.world().changes(verdict);
    return verdict instanceof Verdict.Want
        ? change ? "Want, to be written" : "Want, as it is"
        : change ? "Absent, to be deleted" : "Absent";
  }

  private static ObjectNode step(CredentialStep step) {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("kind", step.getClass().getSimpleName());
    tree.put("secret", step.secretName());
    if (step instanceof CredentialStep.Create create) {
      tree.set("desired", redacted(create.desired()));
    } else if (step instanceof CredentialStep.Update update) {
      tree.set("desired", redacted(update.desired()));
    }
    step.announcements().forEach(event -> tree.withArray("/events")
        .add(event.severity().text() + " " + event.reason().text() + ": " + event.message()));
    return tree;
  }

  /** Only which keys there are is shown. */
  private static JsonNode redacted(Secret secret) {
    var tree = Documents.tree(secret);
    if (tree.get("data") instanceof ObjectNode data) {
      new TreeMap<>(secret.getData()).keySet().forEach(key -> data.put(key, "<redacted>"));
    }
    return tree;
  }

  private String yaml(JsonNode tree) {
    var text = Serialization.asYaml(tree);
    return version.isEmpty() ? text : text.replace(version, "<version>");
  }

  private static String version(Story story) {
    try {
      return version(story.world().server().getSpec());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String version(OllamaServerSpec spec) {
    return ProxyConfig.of(ProxySettings.of(spec)).version();
  }
}
