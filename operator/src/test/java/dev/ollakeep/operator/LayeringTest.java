package dev.ollakeep.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.plan.ChoosesByCallingTheCluster;
import dev.ollakeep.operator.plan.ChoosesByClockAndChance;
import dev.ollakeep.operator.plan.LooksDown;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.plan.RemembersForAll;
import dev.ollakeep.operator.status.LooksUp;
import dev.ollakeep.operator.words.Reason;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code that chooses never calls the API, and looks at no clock, dice or environment; packages depend on those below them alone. */
class LayeringTest {

  /** Rooms that touch the world; a new one is pure until it stands here. */
  private static final Set<String> SHELL = Set.of("cli", "reconcile", "probe", "process", "configuration");

  /** Those that deal with all kinds alike. */
  private static final String[] CALLERS = Stream.concat(SHELL.stream(), Stream.of("plan"))
      .map(room -> Rooms.OPERATOR + "." + room).toArray(String[]::new);

  private static final String[] CORE = Rooms.all().stream().filter(room -> !SHELL.contains(room))
      .map(room -> Rooms.OPERATOR + "." + room).toArray(String[]::new);

  /** OllamaServer extends a class of the client, but what the core calls are its own methods. */
  private static final ArchRule MODEL_ONLY =
      classes().that().resideInAnyPackage(CORE).should().onlyDependOnClassesThat(
          resideInAnyPackage(CORE).or(resideInAnyPackage(
              "java..",
              "javax.crypto..",
              "javax.security.auth.x500..",
              "io.fabric8.kubernetes.api.model..",
              "io.fabric8.certmanager.api.model..",
              "dev.ollakeep.api..")));

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

  /** A class is loaded once for everybody: what it keeps would make the same inputs give other plans, and tests depend on each other. */
  private static final ArchRule NO_STATIC_VARIABLES =
      fields().that().areDeclaredInClassesThat().resideInAnyPackage(CORE).and().areStatic().should().beFinal();

  private static final ArchRule NO_STATIC_STATE =
      noClasses().that().resideInAnyPackage(CORE).should().callCodeUnitWhere(
          DescribedPredicate.describe("make something that changes, for all", LayeringTest::keepsForAll));

  /** Immutable collections come from {@code of} and {@code copyOf} of their interfaces. */
  private static boolean keepsForAll(JavaCall<?> call) {
    var owner = call.getTargetOwner();
    var makes = call.getTarget().getName().equals("<init>") || owner.isEquivalentTo(EnumSet.class);
    var changes = owner.isAssignableTo(Collection.class) || owner.isAssignableTo(Map.class)
        || owner.getName().startsWith("java.util.concurrent.") || owner.isEquivalentTo(RecentMemory.class);
    return call.getOrigin().getName().equals("<clinit>") && makes && changes;
  }

  /** Each package is a slice, those inside others too. */
  private static final ArchRule NO_CYCLES = slices().matching("dev.ollakeep.operator.(**)").should().beFreeOfCycles();

  /** The program's own package is the top of everything. */
  private static final ArchRule NOTHING_NEEDS_THE_PROGRAM =
      noClasses().that().resideOutsideOfPackage(Rooms.OPERATOR).should().dependOnClassesThat().resideInAPackage(Rooms.OPERATOR);

  private static final List<ArchRule> RULES = List.of(MODEL_ONLY, NO_WAY_OUT, NO_CLOCK_NO_ENVIRONMENT, NO_STATIC_VARIABLES,
      NO_STATIC_STATE, NO_CYCLES, NOTHING_NEEDS_THE_PROGRAM);

  /** For each room but the first: it depends on none above it, in the order of the table in {@code docs/architecture.md}. */
  private static List<ArchRule> arrowsGoDown() {
    var rooms = Rooms.listed().stream().map(room -> Rooms.OPERATOR + "." + room).toList();
    return IntStream.range(1, rooms.size()).<ArchRule>mapToObj(place -> noClasses().that().resideInAPackage(rooms.get(place))
        .should().dependOnClassesThat().resideInAnyPackage(rooms.subList(0, place).toArray(String[]::new))).toList();
  }

  @Test
  void theCoreIsPure() {
    assertThat(Rooms.CLASSES.contain(Planner.class)).isTrue();
    RULES.forEach(rule -> rule.check(Rooms.CLASSES));
  }

  @Test
  void arrowsGoDownTheTable() {
    assertThat(arrowsGoDown()).hasSizeGreaterThan(10).allSatisfy(rule -> rule.check(Rooms.CLASSES));
  }

  /** What is said and done about a kind that some clusters lack follows from its row; an issuer is read of cert-manager itself. */
  @Test
  void noRoomKnowsWhichKindsAreOptional() {
    assertThat(OptionalKind.ALL).isNotEmpty().allSatisfy(kind -> {
      noClasses().that().resideInAnyPackage(CALLERS).and().doNotHaveSimpleName("IssuerReader")
          .should().accessField(Child.class, kind.child().name())
          .orShould().dependOnClassesThat().areAssignableTo(kind.child().type())
          .check(Rooms.CLASSES);
      noClasses().that().areNotAssignableTo(OptionalKind.class).and().areNotAssignableTo(Reason.class)
          .should().accessField(Reason.class, kind.missing().name())
          .check(Rooms.CLASSES);
    });
  }

  @Test
  void cyclesAndArrowsUpAreRed() {
    assertThat(violations(NO_CYCLES, LooksUp.class, LooksDown.class)).contains("Cycle detected");
    assertThat(violations(NOTHING_NEEDS_THE_PROGRAM, LooksUp.class)).contains("Main");
    var up = arrowsGoDown().stream().map(rule -> violations(rule, LooksUp.class, LooksDown.class))
        .collect(Collectors.joining());
    assertThat(up).contains("<dev.ollakeep.operator.status.LooksUp.text()> calls").doesNotContain("LooksDown.text()> calls");
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

  @Test
  void whatAClassKeepsForAllIsRed() {
    assertThat(violations(NO_STATIC_VARIABLES, RemembersForAll.class)).contains("count");
    assertThat(violations(NO_STATIC_STATE, RemembersForAll.class)).contains("RecentMemory", "HashMap");
  }

  private static String violations(ArchRule rule, Class<?>... types) {
    JavaClasses imported = new ClassFileImporter().importClasses(types);
    return rule.allowEmptyShould(true).evaluate(imported).getFailureReport().toString();
  }
}
