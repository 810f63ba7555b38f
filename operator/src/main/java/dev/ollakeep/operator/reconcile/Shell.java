package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.probe.PodConnections;
import dev.ollakeep.operator.probe.PodProbe;
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
    SecretContests secretContests,
    PodToucher toucher,
    EventRecorder events,
    StatusWriter status,
    RotationMetrics metrics,
    PodProbe probe) {

  static Shell of(KubernetesClient client, Clock clock, PodConnections connections, MeterRegistry registry) {
    var kinds = new OwnedKinds(OptionalKind.ALL);
    var live = new LiveReader(client);
    var probe = new PodProbe(clock, connections);
    var cached = new CachedReader(kinds, live, clock);
    var contests = new Contests(client, clock);
    var secretContests = new SecretContests(clock);
    var observer = new Observer(
        new Observer.Readers(cached, live), new ClusterObserver(client, clock, OptionalKind.ALL),
        new Observer.Pods(probe, new PodEvents(client, clock)), new Observer.Memories(contests, secretContests));
    return new Shell(
        clock,
        kinds,
        observer,
        new Applier(client, live, cached, contests),
        new CredentialWriter(client),
        secretContests,
        new PodToucher(client, cached::answered),
        new EventRecorder(client, clock),
        new StatusWriter(client),
        new RotationMetrics(registry, clock, kinds::exists),
        probe);
  }
}
