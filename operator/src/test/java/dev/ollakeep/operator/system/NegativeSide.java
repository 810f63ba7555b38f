package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.proxy.OllamaEndpoint;
import dev.ollakeep.operator.proxy.EndpointCatalogue;
import dev.ollakeep.testing.player.PlayedPod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Who must be refused is refused, by every pod, while others work. */
record NegativeSide(BusyServer server) {

  private static final String TAGS = "/api/tags";
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  void holds() {
    suspended("grace");
    expired("heidi");
    removed("ivan");
    server.pods().forEach(this::operatorIsAViewer);
  }

  private void suspended(String user) {
    var login = works(user);
    server.change(user, "suspended", "true");
    refused("suspended " + user, login);
    server.change(user, "suspended", "false");
    for (var pod : server.pods()) {
      Site.until("resumed " + user + " on " + pod.name(), () -> Site.ask(pod, TAGS, login) == 200);
    }
  }

  private void expired(String user) {
    var login = works(user);
    server.change(user, "expiresAt", "\"" + Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS) + "\"");
    refused("expired " + user, login);
  }

  private void removed(String user) {
    var login = works(user);
    server.remove(user);
    refused("removed " + user, login);
    Site.until("the Secret of " + user + " is gone",
        () -> server.site().secret(BusyServer.NAME + "-" + user + "-credentials") == null);
  }

  private String works(String user) {
    var login = server.login(user);
    server.pods().forEach(pod -> assertThat(Site.ask(pod, TAGS, login)).as("%s before", user).isEqualTo(200));
    return login;
  }

  private void refused(String who, String login) {
    for (var pod : server.pods()) {
      Site.until(who + " is refused by " + pod.name(), () -> Site.ask(pod, TAGS, login) == 401);
    }
  }

  /** Of the whole catalogue, the operator's own credential opens at the public port what a Viewer may call. */
  private void operatorIsAViewer(PlayedPod pod) {
    var login = server.mounted().operatorLogin(BusyServer.NAME);
    assertThat(Site.ask(pod, TAGS, login)).as("the operator's own credential").isEqualTo(200);
    for (var endpoint : EndpointCatalogue.endpoints()) {
      if (endpoint.least() != Role.VIEWER) {
        endpoint.methods().forEach(method -> {
          var call = ClientCall.bare(method.text(), path(endpoint), login);
          assertThat(call.on(Site.door(pod))).as("the operator's own credential: %s", call).isEqualTo(403);
        });
      }
    }
  }

  private static String path(OllamaEndpoint endpoint) {
    return endpoint.path().replace("{digest}", DIGEST).replace("{model}", "tiny");
  }
}
