package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lease that lets one operator of several work.
 *
 * <p>It is given back only when nothing of this process works any more, so that two never work at the same time.
 */
final class Leadership {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  /** Its name; in the operator's own namespace. */
  static final String LEASE = "ollakeep";


  private final KubernetesClient client;
  private final String namespace;
  private final AtomicReference<String> leader = new AtomicReference<>("");
  private volatile boolean led;

  Leadership(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** For the framework; what is lost is told to the callback, from any thread. */
  LeaderElectionConfiguration configuration(Runnable onLost) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withLeaderCallbacks(new LeaderCallbacks(this::won, onLost, this::isNow))
        // The only way to tell the framework not to exit by itself: it would do so from inside the shutdown hook that stops
        // it, and wait for itself for ever. Losing the lease ends the process all the same, through the callback.
        .buildForTest(false);
  }

  private void won() {
    led = true;
    LOG.info("leading");
  }

  private void isNow(String name) {
    leader.set(name);
    LOG.info("leader is {}", name);
  }

  /**
   * Lets another operator lead at once; the framework would leave the Lease to run out. A Lease that is another's, or whose end
   * cannot be told to the API server, is left as it is.
   */
  void giveBack() {
    if (!led) {
      return;
    }
    try {
      var leases = client.leases().inNamespace(namespace);
      Optional.ofNullable(leases.withName(LEASE).get())
          .filter(lease -> leader.get().equals(lease.getSpec().getHolderIdentity()))
          .map(Leadership::free)
          // With the version that was read: if another has taken it meanwhile, this is refused.
          .ifPresent(lease -> leases.resource(lease).lockResourceVersion().update());
    } catch (KubernetesClientException failure) {
      var words = new ApiFailure("giving back Lease " + namespace + "/" + LEASE, failure).getMessage();
      LOG.info("{}; it runs out by itself", words);
    }
  }

  private static Lease free(Lease lease) {
    return lease.edit().editSpec().withHolderIdentity("").endSpec().build();
  }
}
