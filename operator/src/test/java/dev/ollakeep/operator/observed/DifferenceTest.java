package dev.ollakeep.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String OWNED = """
      metadata:
        name: hello
        managedFields:
        - {manager: ollakeep, operation: Apply, fieldsV1: {"f:spec": {"f:replicas": {}}}}
        - manager: autoscaler
          operation: Update
          subresource: scale
          fieldsV1: {"f:spec": {"f:replicas": {}}}
        - manager: mirror
          operation: Update
          fieldsV1:
            "f:spec":
              "f:template": {"f:spec": {"f:containers": {'k:{"name":"proxy"}': {".": {}, "f:image": {}}}, "f:tolerations": {}}}
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{a: 1}                              | {a: 1, b: 2}                                  | ",
    "{a: {}}                             | {}                                            | ",
    "{a: 1}                              | {a: '1'}                                      | ",
    "{spec: {replicas: 1}}               | {spec: {replicas: 7}}                         | spec.replicas 1 7",
    "{spec: {replicas: 1}}               | {spec: {}}                                    | spec.replicas 1 nothing",
    "{spec: {a: {b: 1}}}                 | {}                                            | spec  nothing",
    "{c: [{name: x, image: a}]}          | {c: [{name: y}, {name: x, image: b}]}         | c[name=x].image a b",
    "{c: [{name: x, image: a}]}          | {c: [{name: y}]}                              | c[name=x]  nothing",
    "{p: [{name: h, port: 80}]}          | {p: [{name: g, port: 80}]}                    | p[port=80].name h g",
    "{m: [{name: v, mountPath: /a}]}     | {m: [{name: w, mountPath: /a}]}               | m[mountPath=/a].name v w",
    "{p: [{port: 53, q: U}, {port: 53, q: T}]} | {p: [{port: 53, q: U}, {port: 53, q: T}]} | ",
    "{l: [a, b]}                         | {l: [a, b, c]}                                | l [a, b] [a, b, c]",
    "{l: [{x: 1}]}                       | {l: [{x: 1, y: 2}]}                           | ",
    "{l: [{x: 1}]}                       | {l: [{x: 2}]}                                 | l [{x=1}] [{x=2}]",
  })
  void isWhatWasAskedForAndIsNotSo(String asked, String found, String difference) {
    assertThat(Difference.between(map(asked), map(found))).extracting(it -> it.field().text() + " " + it.asked() + " " + it.found())
        .isEqualTo(difference == null ? List.of() : List.of(difference));
  }

  @Test
  void aLongTextIsNotQuoted() {
    assertThat(Difference.between(Map.of("conf", "a\nb"), Map.of("conf", "x".repeat(1000)))).singleElement()
        .isEqualTo(new Difference(FieldPath.WHOLE.field("conf"), "", "", "x".repeat(1000)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "spec.replicas                              | autoscaler",
    "spec.template.spec.containers.proxy.image  | mirror",
    "spec.template.spec.containers.ollama.image | ",
    "spec.template.spec.tolerations.key         | mirror",
    "spec.paused                                | ",
  })
  void fieldManagersAreThoseOfTheObject(String path, String manager) {
    var field = FieldPath.WHOLE;
    for (var name : path.split("\\.")) {
      field = name.equals("proxy") || name.equals("ollama") ? field.element("name", name) : field.field(name);
    }
    var object = YAML.unmarshal("---\n" + OWNED, Deployment.class);

    assertThat(field.managersIn(object, "ollakeep")).isEqualTo(
        manager == null ? Set.of() : Set.of(manager));
  }

  private static Map<?, ?> map(String yaml) {
    return YAML.unmarshal("---\n" + yaml, Map.class);
  }
}
