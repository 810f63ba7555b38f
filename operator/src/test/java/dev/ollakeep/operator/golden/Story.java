package dev.ollakeep.operator.golden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.cluster.Documents;
import dev.ollakeep.operator.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One golden directory as it is played: a server, what was there before, and the plan that follows.
 *
 * @param world the cluster at the moment of the plan
 */
record Story(World world, Plan plan) {

  static final String SERVER = "in-server.yaml";
  /** Instead of the other: a resource that today's schema refuses, stored when a newer operator was installed. */
  static final String NEWER = "in-server-of-a-newer-version.yaml";
  /** Instead of it, too: a resource that today's schema refuses, stored when an older operator was installed. */
  static final String OLDER = "in-server-of-an-older-version.yaml";
  static final String BEFORE = "in-server-before.yaml";
  static final String OBSERVED = "in-observed.yaml";

  static Story of(Path directory) {
    var objects = new ArrayList<ObjectNode>();
    var facts = facts(directory, objects);
    var server = server(Stream.of(NEWER, OLDER).map(directory::resolve).filter(Files::exists).findFirst()
        .orElseGet(() -> directory.resolve(SERVER)));
    var world = new World(facts.beforehand());
    if (facts.settled()) {
      var before = directory.resolve(BEFORE);
      world.settle(Files.exists(before) ? server(before) : server);
    }
    world.goOn(facts, server);
    objects.forEach(world::overlay);
    facts.without().forEach(world::remove);
    for (var pass = 0; pass < facts.passes(); pass++) {
      world.carryOut(world.plan());
    }
    return new Story(world, world.plan());
  }

  /** What a resource looks like when the API server hands it out. */
  static OllamaServer server(Path file) {
    var server = Documents.as(OllamaServer.class, Documents.read(file).get(0));
    var meta = server.getMetadata();
    meta.setNamespace(meta.getNamespace() == null ? "ai" : meta.getNamespace());
    meta.setUid(meta.getUid() == null ? "11111111-2222-3333-4444-555555555555" : meta.getUid());
    meta.setGeneration(meta.getGeneration() == null ? 1L : meta.getGeneration());
    return server;
  }

  private static Facts facts(Path directory, List<ObjectNode> objects) {
    var file = directory.resolve(OBSERVED);
    var facts = Facts.defaults();
    for (var document : Files.exists(file) ? Documents.read(file) : List.<ObjectNode>of()) {
      if (document.path("kind").asText().equals(Facts.KIND)) {
        facts = Documents.as(Facts.class, document);
      } else {
        objects.add(document);
      }
    }
    return facts;
  }
}
