package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.stream.Collectors;

/** A ResourceQuota named {@code team} in a place, with a controller that counts: nothing is used but what admission adds. */
record Quota(Place place) {

  private static final String MORE_THAN_ANY = "900Gi";

  /** One that bounds storage, and something else, as in {@code requests.memory: 4Gi}; in force from the return of this. */
  static void impose(Place place, String storage, String other) {
    place.create("""
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: team}
        spec: {hard: {requests.storage: %s, %s}}
        """.formatted(storage, other));
    var quota = new Quota(place);
    place.meanwhile(quota::count);
    until("the API server keeps to the quota", quota::refuses);
  }

  private void count() {
    object().editStatus(it -> {
      it.getStatus().setHard(it.getSpec().getHard());
      if (it.getStatus().getUsed() == null || it.getStatus().getUsed().isEmpty()) {
        it.getStatus().setUsed(it.getSpec().getHard().keySet().stream().collect(Collectors.toMap(what -> what, what -> new Quantity("0"))));
      }
      return it;
    });
  }

  /** Admission hears of a quota as everybody else does: a moment later. */
  private boolean refuses() {
    var claim = new PersistentVolumeClaimBuilder()
        .withNewMetadata().withName("trial").withNamespace(place.namespace()).endMetadata()
        .withNewSpec().withAccessModes("ReadWriteOnce")
        .withNewResources().addToRequests("storage", new Quantity(MORE_THAN_ANY)).endResources().endSpec()
        .build();
    try {
      place.client().resource(claim).dryRun().create();
      return false;
    } catch (KubernetesClientException refusal) {
      return refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
    }
  }

  private Resource<ResourceQuota> object() {
    return place.client().resourceQuotas().inNamespace(place.namespace()).withName("team");
  }
}
