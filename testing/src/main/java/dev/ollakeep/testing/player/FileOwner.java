package dev.ollakeep.testing.player;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who a container runs as, and what that means for its files and its command.
 *
 * <p>Only root can change users; anybody else runs the containers as themselves and owns every file anyway.
 *
 * @param root    whether this JVM may change users
 * @param user    the container's user
 * @param fsGroup the group of the Pod's volumes, or 0
 */
record FileOwner(boolean root, int user, int fsGroup) {

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  /** Root without {@code setpriv} runs everything as root; Nginx then says so and uses {@code nobody} for its workers. */
  static boolean canChangeUser() {
    return "root".equals(System.getProperty("user.name")) && Files.isExecutable(SETPRIV);
  }

  /** Gives a file this mode; volumes with an fsGroup are readable by it, as on a node. */
  void own(Path path, int mode) throws IOException {
    int effective = fsGroup == 0 ? mode : mode | (mode & 0500) >> 3;
    Files.setPosixFilePermissions(path, AtomicDirectory.permissions(root ? effective : effective | 0400));
    if (root && fsGroup != 0) {
      Files.setAttribute(path, "unix:gid", fsGroup);
    }
  }

  /** Makes a file the container's own. */
  void give(Path path) throws IOException {
    if (root) {
      Files.setAttribute(path, "unix:uid", user);
    }
  }

  /** What to put before a command. */
  String[] commandPrefix() {
    if (!root) {
      return new String[0];
    }
    String id = String.valueOf(user);
    String groups = fsGroup == 0 ? "--clear-groups" : "--groups=" + fsGroup;
    return new String[] {SETPRIV.toString(), "--reuid=" + id, "--regid=" + id, groups, "--no-new-privs", "--inh-caps=-all", "--"};
  }
}
