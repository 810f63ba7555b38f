package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every row of the attack matrix, over raw sockets, against a real Nginx with the rendered configuration.
 * The rows are in {@code attack/*.txt} and {@code attack/README.md} says how to read them.
 */
@RequiresNginx
class AttackMatrixTest {

  @RegisterExtension
  static final AttackRig RIG = new AttackRig(MatrixSettings.usual());
  private static final AttackCheck CHECK = new AttackCheck(RIG);
  private static int rowsRun;

  @TestFactory
  Stream<DynamicTest> authentication() {
    return rows("authentication.txt");
  }

  @TestFactory
  Stream<DynamicTest> paths() {
    return rows("paths.txt");
  }

  @TestFactory
  Stream<DynamicTest> headers() {
    return rows("headers.txt");
  }

  @TestFactory
  Stream<DynamicTest> framing() {
    return rows("framing.txt");
  }

  @TestFactory
  Stream<DynamicTest> cors() {
    return rows("cors.txt");
  }

  @TestFactory
  Stream<DynamicTest> internalListener() {
    return rows("internal.txt");
  }

  @TestFactory
  Stream<DynamicTest> rolesOverTheCatalogue() {
    return tests(RouteTable.attacks());
  }

  private static Stream<DynamicTest> rows(String file) {
    return tests(AttackFile.read(file));
  }

  private static Stream<DynamicTest> tests(List<Attack> attacks) {
    List<String> names = new ArrayList<>(attacks.stream().map(Attack::sentence).toList());
    assertThat(names).as("sentences").isNotEmpty().doesNotHaveDuplicates();
    return IntStream.range(0, attacks.size()).mapToObj(number -> DynamicTest.dynamicTest(names.get(number), () -> {
      rowsRun++;
      runNamed(attacks.get(number), number);
    }));
  }

  /** Build logs know dynamic tests by number only, so a failure says which row it was. */
  private static void runNamed(Attack attack, int number) {
    try {
      CHECK.run(attack, number);
    } catch (AssertionError | IOException e) {
      throw new AssertionError("row \"" + attack.sentence() + "\": " + e, e);
    }
  }

  @AfterAll
  static void sayHowMany() {
    System.out.println("attack matrix: " + rowsRun + " rows run");
  }
}
