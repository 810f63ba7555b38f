package dev.ollakeep.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.cluster.Documents;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every plan, tried on every golden directory until nothing is left to do. */
class PlanPropertiesTest {

  private static final int PASSES = 40;
  private static final Set<String> NOT_SECRET =
      Set.of("revision", "host", "port", "uri", "type", "provider", "username", "external-url", "tls.crt");

  private final StringBuilder shown = new StringBuilder();

  static Stream<Path> directories() throws IOException {
    return GoldenTest.directories().stream();
  }

  @ParameterizedTest
  @MethodSource("directories")
  void everyPlan(Path directory) {
    var story = Story.of(directory);
    var world = story.world();
    assertThat(world.plan()).as("the same input, the same plan").isEqualTo(story.plan());
    var plan = story.plan();
    for (var pass = 0; pass < PASSES && !world.quiet(plan); pass++) {
      show(plan);
      world.carryOut(plan);
      plan = world.plan();
    }
    nothingIsLeftToDo(world, plan);
    noSecretWasShown(world);
    podsKeepTheRestrictedStandard(world);
  }

  private static void nothingIsLeftToDo(World world, Plan plan) {
    assertThat(plan.credentialStep()).isEmpty();
    assertThat(plan.touches()).isEmpty();
    assertThat(plan.children()).noneMatch(world::changes);
    assertThat(plan.status()).isEqualTo(world.server().getStatus());
  }

  private void show(Plan plan) {
    shown.append(plan).append(Documents.tree(plan.status()));
    plan.credentialStep().ifPresent(step -> shown.append(step.announcements()));
  }

  private void noSecretWasShown(World world) {
    for (HasMetadata object : world.objects().values()) {
      shown.append(Documents.tree(object instanceof Secret ? object.getMetadata() : object));
    }
    var secrets = secrets(world);
    assertThat(secrets.isEmpty()).as("there are secrets to look for, unless nothing was made").isEqualTo(world.objects().isEmpty());
    assertThat(secrets).noneMatch(secret -> shown.indexOf(secret) >= 0);
  }

  /** Passwords, everything made of them, and hashes; as text and as base64. */
  private static Set<String> secrets(World world) {
    var secrets = new TreeSet<String>();
    for (HasMetadata object : world.objects().values()) {
      if (object instanceof Secret secret) {
        SecretText.of(secret).forEach((key, text) -> {
          if (isSecret(key) && text.strip().length() >= 8) {
            secrets.add(text.strip());
            secrets.add(SecretText.encoded(text));
          }
        });
      }
    }
    return secrets;
  }

  private static boolean isSecret(String key) {
    return !NOT_SECRET.contains(key) && !key.endsWith("_HOST") && !key.endsWith("_URL");
  }

  private static void podsKeepTheRestrictedStandard(World world) {
    world.objects().values().stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .forEach(deployment -> assertThat(RestrictedStandard.violations(deployment.getSpec().getTemplate().getSpec())).isEmpty());
  }
}
