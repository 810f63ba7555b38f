package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharingTest {

  private static final String CONFIG_MAP = """
      {"apiVersion": "v1", "kind": "ConfigMap",
       "metadata": {"name": "%1$s", "namespace": "ai", "uid": "uid-of-%1$s", "managedFields": [
         {"manager": "ollakeep", "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1", "fieldsV1": {
           "f:data": {".": {}, "f:nginx.conf": {}, "f:version": {}},
           "f:metadata": {"f:ownerReferences": {"k:{\\"uid\\":\\"uid-of-%1$s\\"}": {}}, "f:labels": {"f:a": {}, "f:b": {}}}}}]},
       "data": {"version": "1", "nginx.conf": "%2$s"}}
      """;
  private static final String LONG = "server { listen 8080; } ".repeat(100);

  private final KubernetesSerialization sharing = TolerantSerialization.create();

  @Test
  void whatIsReadIsEqualToWhatAnOrdinaryClientReads() {
    var text = CONFIG_MAP.formatted("one", LONG);

    var ours = sharing.unmarshal(text, ConfigMap.class);

    assertThat(ours).isEqualTo(new KubernetesSerialization().unmarshal(text, ConfigMap.class));
    assertThat(sharing.asJson(ours)).isEqualTo(new KubernetesSerialization().asJson(ours));
    assertThat(sharing.clone(ours)).isEqualTo(ours);
  }

  @Test
  void equalTextsAndEqualFieldSetsOfTwoObjectsAreOne() {
    var one = sharing.unmarshal(CONFIG_MAP.formatted("one", LONG), ConfigMap.class);
    var two = sharing.unmarshal(CONFIG_MAP.formatted("two", LONG), ConfigMap.class);

    assertThat(two.getData().get("nginx.conf")).isSameAs(one.getData().get("nginx.conf"));
    assertThat(fields(two).get("f:data")).isSameAs(fields(one).get("f:data"));
    assertThat(labels(two)).isSameAs(labels(one));
    assertThat(fields(two)).isNotEqualTo(fields(one));
  }

  @Test
  void theOrderOfFieldsIsKept() {
    var one = sharing.unmarshal(CONFIG_MAP.formatted("one", LONG), ConfigMap.class);

    assertThat(((Map<?, ?>) fields(one).get("f:data")).keySet().iterator().next()).as("what the matcher skips").isEqualTo(".");
  }

  private static Map<String, Object> fields(ConfigMap map) {
    return map.getMetadata().getManagedFields().get(0).getFieldsV1().getAdditionalProperties();
  }

  private static Object labels(ConfigMap map) {
    return ((Map<?, ?>) fields(map).get("f:metadata")).get("f:labels");
  }
}
