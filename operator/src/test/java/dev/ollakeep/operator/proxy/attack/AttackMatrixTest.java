package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.NginxConf;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every row of the attack matrix, over raw sockets, against a real Nginx with the rendered configuration.
 *
 * <p>The rows are in {@code attack/*.txt} and {@code attack/README.md} says how to read them.
 */
@RequiresNginx
class AttackMatrixTest {

  private static final String CONFIGURATION = NginxConf.render(MatrixSettings.usual());
  @RegisterExtension
  static final AttackRig RIG = new AttackRig(CONFIGURATION, Layout.PER_USER);
  @RegisterExtension
  static final AttackRig FORMER = new AttackRig(CONFIGURATION, Layout.FORMER);
  private static final List<String> FILES =
      List.of("authentication.txt", "paths.txt", "headers.txt", "framing.txt", "cors.txt", "queries.txt", "internal.txt");
  private static int rowsRun;

  @TestFactory
  Stream<DynamicContainer> rowsOfEachFile() {
    return rowsOfEachFile(RIG);
  }

  @TestFactory
  Stream<DynamicTest> rolesOverTheCatalogue() {
    return tests(RIG, RouteTable.attacks());
  }

  @TestFactory
  Stream<DynamicContainer> rowsOfEachFileOnAVolumeOfTheFormerLayout() {
    return rowsOfEachFile(FORMER);
  }

  @TestFactory
  Stream<DynamicTest> rolesOverTheCatalogueOnAVolumeOfTheFormerLayout() {
    return tests(FORMER, RouteTable.attacks());
  }

  /** Every row there is. */
  static List<Attack> allAttacks() {
    return Stream.concat(FILES.stream().flatMap(file -> AttackFile.read(file).stream()), RouteTable.attacks().stream()).toList();
  }

  static Stream<DynamicContainer> rowsOfEachFile(AttackRig rig) {
    return FILES.stream().map(file -> DynamicContainer.dynamicContainer(file, tests(rig, AttackFile.read(file))));
  }

  static Stream<DynamicTest> tests(AttackRig rig, List<Attack> attacks) {
    List<String> names = attacks.stream().map(Attack::sentence).toList();
    assertThat(names).as("sentences").isNotEmpty().doesNotHaveDuplicates();
    return IntStream.range(0, attacks.size()).mapToObj(number -> DynamicTest.dynamicTest(names.get(number), () -> {
      rowsRun++;
      runNamed(new AttackCheck(rig), attacks.get(number), number);
    }));
  }

  /** Build logs know dynamic tests by number only, so a failure says which row it was. */
  private static void runNamed(AttackCheck check, Attack attack, int number) {
    try {
      check.run(attack, number);
    } catch (AssertionError | IOException e) {
      throw new AssertionError("row \"" + attack.sentence() + "\": " + e, e);
    }
  }

  @AfterAll
  static void sayHowMany() {
    System.out.println("attack matrix: " + rowsRun + " rows run");
  }
}
