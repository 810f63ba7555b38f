package dev.ollakeep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The private directory of one control plane: certificates, data, and a launcher in the place of each server program.
 *
 * <p>Launchers instead of the programs themselves, because kube-api-test fixes what we need otherwise: it lets etcd listen on all
 * addresses, gives out at most 253 cluster IPs, keeps process handles and data directories to itself, and writes certificates
 * beside the programs, where two test runs would overwrite each other's. The advertised address is one of those reserved for
 * documentation: nobody uses it, and without it the server does not start on a machine that has no network.
 */
final class ControlPlaneHome {
  private static final String ETCD = """
      #!/bin/sh
      echo $$ >'%1$s/pids/etcd'
      for word; do
        case $word in
          http://0.0.0.0:*) url=http://127.0.0.1:${word##*:} ;;
          */etcddata* | */etcdwal*) echo "$word" >>'%1$s/leftovers' ;;
        esac
      done
      exec %2$s "$@" --listen-client-urls "$url" --advertise-client-urls "$url" \\
        --data-dir '%1$s/etcd' --wal-dir '%1$s/wal' --unsafe-no-fsync >'%1$s/etcd.log' 2>&1
      """;
  private static final String API_SERVER = """
      #!/bin/sh
      echo $$ >'%1$s/pids/kube-apiserver'
      exec %2$s "$@" --bind-address 127.0.0.1 --service-cluster-ip-range 10.96.0.0/16 \\
        --advertise-address 192.0.2.1 --endpoint-reconciler-type none >'%1$s/kube-apiserver.log' 2>&1
      """;
  private static final int LOG_TAIL = 5;
  private final Path directory;

  private ControlPlaneHome(Path directory) {
    this.directory = directory;
  }

  static ControlPlaneHome create(KubeAssets assets) {
    try {
      ControlPlaneHome home = new ControlPlaneHome(Files.createTempDirectory("ollakeep-apiserver-"));
      Files.createDirectory(home.directory.resolve("pids"));
      Path programs = home.directory.resolve("k8s").resolve(assets.version() + KubeAssets.platform());
      Files.createDirectories(programs);
      home.launcher(programs.resolve("etcd"), ETCD, assets.etcd());
      home.launcher(programs.resolve("kube-apiserver"), API_SERVER, assets.kubeApiServer());
      Files.createSymbolicLink(programs.resolve("kubectl"), assets.kubectl());
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  /** For the message when a server does not start: the last lines of both logs. */
  String logTails() {
    StringBuilder tails = new StringBuilder();
    for (String name : List.of("etcd.log", "kube-apiserver.log")) {
      Path log = directory.resolve(name);
      try (Stream<String> lines = Files.lines(log)) {
        List<String> all = lines.toList();
        all.subList(Math.max(0, all.size() - LOG_TAIL), all.size())
            .forEach(line -> tails.append('\n').append(name).append(": ").append(line));
      } catch (IOException | UncheckedIOException e) {
        tails.append('\n').append(name).append(": unreadable, ").append(e.getMessage());
      }
    }
    return tails.toString();
  }

  /** Says that the servers have ended in an orderly way. */
  void forgetProcesses() {
    try {
      for (String name : List.of("etcd", "kube-apiserver")) {
        Files.deleteIfExists(directory.resolve("pids").resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launcher(Path file, String script, Path program) throws IOException {
    String command = String.join(" ", OwnSession.command("'" + program + "'"));
    Files.writeString(file, script.formatted(directory, command));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
