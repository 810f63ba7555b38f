package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.NginxConf;
import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Takes one protection after the other out of the configuration: a matrix that would not notice protects nothing. */
@RequiresNginx
class MatrixSensitivityTest {

  private static final String CONFIGURATION = NginxConf.render(MatrixSettings.usual());

  @TestFactory
  Stream<DynamicTest> someRowNoticesThatItIsGone() {
    List<Attack> attacks = AttackMatrixTest.allAttacks();
    return AttackFile.blocks("protections.txt").stream().map(block -> DynamicTest.dynamicTest(block.get(0), () -> {
      String protection = block.get(1).substring("- ".length());
      String weakness = block.get(2).substring("+".length()).strip();
      assertThat(CONFIGURATION).as("adapt attack/protections.txt to the configuration").contains(protection);
      String weakened = CONFIGURATION.replace(protection, weakness);
      assertThat(noticedBy(attacks, weakened, Layout.PER_USER).or(() -> noticedBy(attacks, weakened, Layout.FORMER)))
          .as(block.get(0)).isPresent();
    }));
  }

  /** The first row that fails. */
  private static Optional<Attack> noticedBy(List<Attack> attacks, String weakened, Layout layout) {
    List<Attack> noticed = new ArrayList<>();
    try (AttackRig rig = new AttackRig(weakened, layout)) {
      rig.start();
      AttackCheck check = new AttackCheck(rig);
      for (int number = 0; number < attacks.size() && noticed.isEmpty(); number++) {
        try {
          check.run(attacks.get(number), number);
        } catch (AssertionError | IOException noticedIt) {
          noticed.add(attacks.get(number));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return noticed.stream().findFirst();
  }
}
