package dev.ollakeep.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.ollakeep.operator.plan.ChoosesByCallingTheCluster;
import dev.ollakeep.operator.plan.ChoosesByClockAndChance;
import dev.ollakeep.operator.plan.Planner;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Code that chooses never calls the API, and looks at no clock, dice or environment. */
class LayeringTest {

  private static final String[] CORE = {
    "dev.ollakeep.operator.plan..",
    "dev.ollakeep.operator.resources..",
    "dev.ollakeep.operator.status..",
    "dev.ollakeep.operator.credentials..",
    "dev.ollakeep.operator.proxy..",
    "dev.ollakeep.operator.memory.."
  };

  /** OllamaServer extends a class of the client, but what the core calls are its own methods. */
  private static final ArchRule MODEL_ONLY =
      classes().that().resideInAnyPackage(CORE).should().onlyDependOnClassesThat().resideInAnyPackage(
          "java..",
          "javax.crypto..",
          "javax.security.auth.x500..",
          "io.fabric8.kubernetes.api.model..",
          "io.fabric8.certmanager.api.model..",
          "dev.ollakeep.api..",
          "dev.ollakeep.operator.plan..",
          "dev.ollakeep.operator.resources..",
          "dev.ollakeep.operator.status..",
          "dev.ollakeep.operator.credentials..",
          "dev.ollakeep.operator.proxy..",
          "dev.ollakeep.operator.memory..");

  private static final Set<String> WAYS_OUT =
      Set.of("java.lang.ProcessBuilder", "java.lang.Runtime", "java.nio.file.Files", "java.io.FileInputStream", "java.io.File",
          "java.security.SecureRandom", "java.util.Random", "java.util.concurrent.ThreadLocalRandom", "java.time.Clock");

  private static final ArchRule NO_WAY_OUT =
      noClasses().that().resideInAnyPackage(CORE).should().dependOnClassesThat(
          DescribedPredicate.describe(
              "reach out of the function", type -> WAYS_OUT.contains(type.getName()) || type.getPackageName().startsWith("java.net")));

  /** A method called now() that is given no time asks the machine's clock. */
  private static final ArchRule NO_CLOCK_NO_ENVIRONMENT =
      noClasses().that().resideInAnyPackage(CORE).should().callMethodWhere(
          DescribedPredicate.describe("ask clock, chance or environment", LayeringTest::asksTheMachine));

  private static boolean asksTheMachine(JavaCall<?> call) {
    var owner = call.getTargetOwner().getName();
    var method = call.getTarget().getName();
    var noArguments = call.getTarget().getRawParameterTypes().isEmpty();
    return owner.equals("java.lang.System") && !method.equals("arraycopy")
        || owner.startsWith("java.time.") && method.equals("now") && noArguments
        || method.equals("randomUUID")
        || owner.equals("java.lang.Math") && method.equals("random");
  }

  private static final List<ArchRule> RULES = List.of(MODEL_ONLY, NO_WAY_OUT, NO_CLOCK_NO_ENVIRONMENT);

  @Test
  void theCoreIsPure() {
    var core = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.ollakeep.operator");
    assertThat(core.contain(Planner.class)).isTrue();
    RULES.forEach(rule -> rule.check(core));
  }

  @Test
  void aClientInTheCoreIsRed() {
    assertThat(violations(MODEL_ONLY, ChoosesByCallingTheCluster.class)).contains("KubernetesClient");
  }

  @Test
  void clockChanceAndEnvironmentInTheCoreAreRed() {
    assertThat(violations(NO_WAY_OUT, ChoosesByClockAndChance.class)).contains("SecureRandom");
    assertThat(violations(NO_CLOCK_NO_ENVIRONMENT, ChoosesByClockAndChance.class)).contains("Instant.now()", "System.getenv");
  }

  private static String violations(ArchRule rule, Class<?> type) {
    JavaClasses imported = new ClassFileImporter().importClasses(type);
    return rule.evaluate(imported).getFailureReport().toString();
  }
}
