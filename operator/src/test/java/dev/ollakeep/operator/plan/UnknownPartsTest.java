package dev.ollakeep.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import dev.ollakeep.operator.reconcile.TolerantSerialization;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newer version has a name for is noticed wherever it stands, and not one field is obeyed without it. */
class UnknownPartsTest {

  private static final KubernetesSerialization SERIALIZATION = TolerantSerialization.create();
  private static final String NEWER = "fieldOfTomorrow";
  private static final String METADATA =
      "\"metadata\": {\"name\": \"hello\", \"namespace\": \"ai\", \"uid\": \"1\", \"generation\": 1}";
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private static Stream<SchemaPlaces.Place> objects() {
    return SchemaPlaces.read().all().stream().filter(SchemaPlaces.Place::isObject);
  }

  private static Stream<SchemaPlaces.Place> choices() {
    return SchemaPlaces.read().all().stream().filter(SchemaPlaces.Place::isChoice);
  }

  @ParameterizedTest
  @MethodSource("objects")
  void anUnknownFieldIsNoticedInEveryObject(SchemaPlaces.Place place) {
    for (var value : List.of("\"x\"", "false", "{}", "[]", "{\"a\": [1]}")) {
      var server = read(place.saying(SchemaPlaces.tree("{\"" + NEWER + "\": " + value + "}")));

      assertThat(complaint(server)).as("%s: %s", NEWER, value).contains(place.path() + "." + NEWER + " is a field that this version");
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void anUnknownWordIsNoticedOrHandedOn(SchemaPlaces.Place place) {
    var word = SchemaPlaces.tree("\"WordOfTomorrow\"");
    var server = read(place.saying(word));

    var field = place.steps().get(place.steps().size() - 1);
    var written = SERIALIZATION.convertValue(server.getSpec(), JsonNode.class).findValuesAsText(field);
    if (!written.contains(word.asText())) {
      assertThat(complaint(server)).contains(
          place.path().replace("users[0]", "users[alice]"), "that this version of the operator does not know");
    }
  }

  /** The schema is where the tests above look; the records are where somebody adds a field. */
  @Test
  void everyRecordOfTheSpecIsAmongThem() {
    var records = new TreeSet<String>();
    var words = new TreeSet<String>();
    collect("spec", OllamaServerSpec.class, records, words);
    var choices = choices().map(SchemaPlaces.Place::path).collect(Collectors.toSet());

    assertThat(objects().map(SchemaPlaces.Place::path)).hasSizeGreaterThan(40).containsAll(records);
    assertThat(choices).containsAll(words);
    assertThat(choices().filter(place -> words.contains(place.path()))).hasSameSizeAs(words).allSatisfy(place ->
        assertThat(complaint(read(place.saying(SchemaPlaces.tree("\"x\""))))).contains("does not know"));
  }

  @ParameterizedTest
  @MethodSource("objects")
  void aCopyAndWhatIsWrittenLoseNothing(SchemaPlaces.Place place) {
    var text = place.saying(SchemaPlaces.tree("{\"" + NEWER + "\": {\"a\": [1]}}"));
    var copy = SERIALIZATION.clone(SERIALIZATION.clone(read(text)));

    assertThat(complaint(copy)).contains(NEWER);
    assertThat(SchemaPlaces.tree(SERIALIZATION.asJson(copy)).get("spec")).isEqualTo(SchemaPlaces.tree(text).get("spec"));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    METADATA,
    METADATA + ", \"status\": {\"ofTomorrow\": {\"a\": 1}}",
    METADATA + ", \"status\": {\"auth\": \"fine\"}",
  })
  void whatAsksForNothingIsNoReasonToStall(String rest) {
    assertThat(stalled(read("{\"apiVersion\": \"ollakeep.dev/v1alpha1\", \"kind\": \"OllamaServer\","
        + " \"spec\": {\"auth\": {\"users\": [{\"name\": \"alice\", \"role\": \"User\"}]}, \"paused\": null, \"ofTomorrow\": null}," + rest
        + "}"))).isEmpty();
  }

  @Test
  void whatIsAskedForBesideTheSpecIsNoticedToo() {
    assertThat(complaint(read("{\"apiVersion\": \"ollakeep.dev/v1alpha1\", \"kind\": \"OllamaServer\", \"restrictions\": [1],"
        + METADATA + ","
        + " \"spec\": {\"auth\": {\"users\": [{\"name\": \"alice\", \"role\": \"User\"}]}}}"))).startsWith("restrictions is a field");
  }

  /** An older CRD took whatever began with one of a few prefixes; what it stored is not obeyed. */
  @ParameterizedTest
  @ValueSource(strings = {
    "GGML_BACKEND_PATH", "CUDA_INJECTION64_PATH", "HSA_TOOLS_LIB", "OLLAMA_LIBRARY_PATH", "OLLAMA_ORIGINS", "OLLAMA_HOST", "LD_PRELOAD",
  })
  void aStoredVariableThatMayNameCodeOrPlacesChangesNothing(String name) {
    assertThat(complaint(withVariable(name))).startsWith("spec.env[" + name + "] is not a variable that a resource may set")
        .contains("spec.image").contains("kubectl -n ai edit ollamaserver hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "OLLAMA_SCHED_SPREAD", "CUDA_VISIBLE_DEVICES", "HSA_OVERRIDE_GFX_VERSION_1", "GGML_VK_VISIBLE_DEVICES", "NO_PROXY",
  })
  void aVariableThatChoosesDevicesOrTunesIsPassedOn(String name) {
    assertThat(stalled(withVariable(name))).isEmpty();
  }

  private static OllamaServer withVariable(String name) {
    return read("{\"apiVersion\": \"ollakeep.dev/v1alpha1\", \"kind\": \"OllamaServer\"," + METADATA + ", \"spec\":"
        + " {\"auth\": {\"users\": [{\"name\": \"alice\", \"role\": \"User\"}]},"
        + " \"env\": [{\"name\": \"" + name + "\", \"value\": \"1\"}]}}");
  }

  @Test
  void manyAreBoundedAndNamesAreHarmless() {
    var many = Stream.iterate(0, i -> i + 1).limit(500).map(i -> "\"" + "x\\n".repeat(200) + i + "\": 1").collect(Collectors.joining(","));
    var server = read("{\"apiVersion\": \"ollakeep.dev/v1alpha1\", \"kind\": \"OllamaServer\","
        + METADATA + ","
        + " \"spec\": {\"auth\": {\"users\": [{\"name\": \"alice\", \"role\": \"User\"}]}, " + many + "}}");

    assertThat(complaint(server)).hasSizeLessThan(3000).contains("and 90 more").doesNotContain("\n")
        .contains("kubectl -n ai edit ollamaserver hello");
  }

  private static void collect(String path, Class<?> type, Set<String> records, Set<String> words) {
    records.add(path);
    for (var component : type.getRecordComponents()) {
      var isList = List.class.isAssignableFrom(component.getType());
      var raw = isList ? element(component.getGenericType()) : component.getType();
      var place = path + "." + component.getName() + (isList ? "[0]" : "");
      if (raw.isRecord()) {
        collect(place, raw, records, words);
      } else if (raw.isEnum()) {
        words.add(place);
      }
    }
  }

  private static Class<?> element(Type list) {
    return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
  }

  private static OllamaServer read(String json) {
    return SERIALIZATION.unmarshal(json, OllamaServer.class);
  }

  /** What the server says it is stalled by; nothing is made for it. */
  private static String complaint(OllamaServer server) {
    return stalled(server).filter(condition -> "InvalidSpec".equals(condition.reason())).map(Condition::message).orElse("(not stalled)");
  }

  private static Optional<Condition> stalled(OllamaServer server) {
    var plan = new Planner(OperatorConfig.of(Map.of()).defaults()).plan(server, nothing(), NOW, new Fresh(new byte[32]));
    var stalled = plan.status().conditions().stream().filter(condition -> "Stalled".equals(condition.type())).findFirst();
    assertThat(stalled.isPresent()).isEqualTo(plan.children().stream().noneMatch(Verdict.Want.class::isInstance)
        && plan.credentialStep().isEmpty());
    return stalled;
  }

  private static Observed nothing() {
    var children = new EnumMap<Child, Seen<HasMetadata>>(Child.class);
    Stream.of(Child.values()).forEach(child -> children.put(child, Seen.absent()));
    var secrets = Stream.of("hello-proxy-auth", "hello-auth-next", "hello-alice-credentials", "hello-operator")
        .collect(Collectors.toMap(name -> name, name -> Seen.<Secret>absent()));
    var kinds = ServedKinds.of(OptionalKind.ALL, kind -> Served.NO);
    var cluster = new Cluster(kinds, Seen.present(Map.of()), Optional.empty(), Seen.absent());
    return new Observed(children, secrets, Seen.absent(), List.of(), cluster, Optional.empty(), Map.of(), Map.of());
  }
}
