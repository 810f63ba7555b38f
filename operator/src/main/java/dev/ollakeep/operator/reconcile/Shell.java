package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** Everything that touches the world on behalf of the reconciler, made once. */
record Shell(
    Clock clock,
    OwnedKinds kinds,
    Observer observer,
    Applier applier,
    CredentialWriter credentials,
    PodToucher toucher,
    EventRecorder events,
    StatusWriter status,
    RotationMetrics metrics,
    PodProbe probe) {

  static Shell of(KubernetesClient client, Clock clock, Doors doors, MeterRegistry registry) {
    var kinds = new OwnedKinds();
    var live = new LiveReader(client);
    var probe = new PodProbe(clock, doors);
    var cached = new CachedReader(kinds, live, clock);
    var observer = new Observer(cached, live, new ClusterObserver(client, clock), probe);
    return new Shell(
        clock,
        kinds,
        observer,
        new Applier(client, live),
        new CredentialWriter(client),
        new PodToucher(client),
        new EventRecorder(client, clock),
        new StatusWriter(client),
        new RotationMetrics(registry, clock, kinds::exists),
        probe);
  }
}
