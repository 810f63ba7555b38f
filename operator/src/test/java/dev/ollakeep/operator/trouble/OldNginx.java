package dev.ollakeep.operator.trouble;

import dev.ollakeep.testing.player.PlayerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** An Nginx that refuses one thing which the operator may write, as an older one refuses a directive it does not know. */
final class OldNginx {

  static final String IMAGE = "nginx:1.26.3";
  /** In requests per second: a configuration with this limit is refused. */
  static final int UNKNOWN = 777;

  private static final String SCRIPT = """
      #!/bin/sh
      for last; do :; done
      case " $* " in
        *' -t '*) if grep -q 'rate=%dr/s' "$last"; then echo 'nginx: [emerg] unknown directive' >&2; exit 1; fi ;;
      esac
      exec "${0%%/*/*}/bin/nginx" "$@"
      """;

  private OldNginx() {}

  static PlayerSettings.Programs beside(PlayerSettings.Programs programs, Path directory) throws IOException {
    var file = Files.writeString(directory.resolve("old-nginx"), SCRIPT.formatted(UNKNOWN));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return programs.withNginxOf(IMAGE, file);
  }
}
