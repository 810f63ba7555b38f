package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.RequiresNginx;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An upgrade or a rollback brings configuration and Secret in any order: whoever may log in can, before, in between and after. */
@RequiresNginx
class LayoutChangeTest {

  static Stream<Arguments> pairs() {
    return Stream.of(RenderedHop.values()).flatMap(hop -> Stream.of(Layout.values()).map(layout -> Arguments.of(hop, layout)));
  }

  @ParameterizedTest(name = "a configuration of {0}, a Secret of layout {1}")
  @MethodSource("pairs")
  void everybodyGetsInWithWhatTheyHave(RenderedHop hop, Layout layout) throws IOException {
    try (AttackRig rig = new AttackRig(hop.render(MatrixSettings.usual()), layout)) {
      rig.start();
      Cast cast = rig.cast();
      for (String role : Cast.ROLES) {
        assertThat(status(rig, "GET /api/tags", cast.next(role))).as(role).isEqualTo(200);
        assertThat(status(rig, "POST /api/push", cast.next(role))).as(role).isEqualTo(role.equals("admin") ? 200 : 403);
        assertThat(status(rig, "DELETE /api/delete", cast.next(role))).as(role)
            .isEqualTo(List.of("modelmanager", "admin").contains(role) ? 200 : 403);
        assertThat(status(rig, "GET /api/tags", new Login(cast.next(role).name(), "not the secret"))).as(role).isEqualTo(401);
      }
      for (String who : List.of("rotating", "rotating-old", "longest", "ollakeep")) {
        assertThat(status(rig, "GET /api/tags", cast.login(who, 0))).as(who).isEqualTo(200);
      }
      assertThat(status(rig, "POST /api/push", cast.login("rotating-old", 0))).isEqualTo(403);
      for (String who : List.of("suspended", "stranger")) {
        assertThat(status(rig, "GET /api/tags", cast.login(who, 0))).as(who).isEqualTo(401);
      }
    }
  }

  private static int status(AttackRig rig, String line, Login login) throws IOException {
    return RawHttp.ask(rig.open(), AttackRig.request(line, login)).status();
  }
}
