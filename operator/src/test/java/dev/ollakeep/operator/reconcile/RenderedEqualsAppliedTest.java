package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.cli.OllakeepCommand;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code render} prints what the operator applies: server-set fields and the data of Secrets aside. */
@RequiresApiServer
class RenderedEqualsAppliedTest {

  private static final Path EXAMPLES = Path.of("..", "examples");

  static List<Path> examples() throws IOException {
    try (var folders = Files.list(EXAMPLES)) {
      return folders.map(folder -> folder.resolve("ollamaserver.yaml")).filter(Files::exists).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExample(Path file, ApiServer api) throws IOException {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("render"));
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      appliedIsRendered(file, namespace);
      assertThat(operator.ends()).isEmpty();
    }
  }

  /** Creates what the file holds, in a namespace where an operator works, and waits until it has applied what is rendered. */
  static void appliedIsRendered(Path file, TestNamespace namespace, String... options) throws IOException {
    var client = namespace.client();
    var rendered = new TreeMap<String, Map<String, Object>>();
    for (var object : load(client, render(file, namespace.name(), options))) {
      rendered.put(key(object), wanted(client, object));
    }
    var given = load(client, Files.readString(file));
    given.forEach(object -> client.resource(object).inNamespace(namespace.name()).create());
    var server = given.stream().filter(it -> it.getKind().equals("OllamaServer")).findFirst().orElseThrow().getMetadata().getName();
    namespace.settled(server);

    eventually(() -> {
      var applied = namespace.objects(server);
      assertThat(applied.keySet()).isEqualTo(rendered.keySet());
      applied.forEach((key, object) -> assertThat(ours(client, object, rendered.get(key))).as(key).isEqualTo(rendered.get(key)));
    });
  }

  private static String render(Path file, String namespace, String... options) {
    var out = new StringWriter();
    var line = OllakeepCommand.commandLine().setOut(new PrintWriter(out));
    var arguments = Stream.concat(Stream.of("render", "-f", file.toString(), "-n", namespace), Stream.of(options));
    assertThat(line.execute(arguments.toArray(String[]::new))).isZero();
    return out.toString();
  }

  private static List<GenericKubernetesResource> load(KubernetesClient client, String yaml) {
    var serialization = client.getKubernetesSerialization();
    return Arrays.stream(yaml.split("(?m)^---$"))
        .filter(document -> document.contains("kind:"))
        .map(document -> serialization.unmarshal(document, GenericKubernetesResource.class))
        .toList();
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  /** Through text: a typed number and one that was read are the same only as text. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> json(KubernetesClient client, HasMetadata object) {
    var serialization = client.getKubernetesSerialization();
    return serialization.unmarshal(serialization.asJson(object), Map.class);
  }

  private static Map<String, Object> wanted(KubernetesClient client, HasMetadata object) {
    return withoutWhatDiffers(json(client, object));
  }

  /** Of the applied object, the part that the rendered one has as well: the API server adds defaults, it must not change any. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> ours(KubernetesClient client, HasMetadata object, Map<String, Object> rendered) {
    assertThat(object.getMetadata().getManagedFields()).extracting(ManagedFieldsEntry::getManager).contains("ollakeep");
    return (Map<String, Object>) project(withoutWhatDiffers(json(client, object)), rendered);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> withoutWhatDiffers(Map<String, Object> map) {
    if ("Secret".equals(map.get("kind"))) {
      ((Map<String, Object>) map.get("data")).replaceAll((key, value) -> "");
      ((Map<String, Object>) map.get("metadata")).remove("annotations");
    }
    return map;
  }

  private static Object project(Object actual, Object wanted) {
    if (actual instanceof Map<?, ?> map && wanted instanceof Map<?, ?> keys) {
      return map.entrySet().stream()
          .filter(entry -> keys.containsKey(entry.getKey()))
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> project(entry.getValue(), keys.get(entry.getKey()))));
    }
    if (actual instanceof List<?> list && wanted instanceof List<?> others && list.size() == others.size()) {
      return IntStream.range(0, list.size()).mapToObj(i -> project(list.get(i), others.get(i))).toList();
    }
    return actual instanceof Collection<?> other ? List.copyOf(other) : actual;
  }
}
