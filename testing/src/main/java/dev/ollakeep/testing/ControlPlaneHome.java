package dev.ollakeep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The private directory of one control plane: certificates, data, and a launcher in the place of each server program.
 *
 * <p>Launchers instead of the programs themselves, because kube-api-test fixes what we need otherwise: it lets etcd listen on all
 * addresses, gives out at most 253 cluster IPs, keeps process handles and data directories to itself, and writes certificates
 * beside the programs, where two test runs would overwrite each other's.
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
              --data-dir '%1$s/etcd' --wal-dir '%1$s/wal' --unsafe-no-fsync
            """;
    private static final String API_SERVER = """
            #!/bin/sh
            echo $$ >'%1$s/pids/kube-apiserver'
            exec %2$s "$@" --bind-address 127.0.0.1 --service-cluster-ip-range 10.96.0.0/16 --endpoint-reconciler-type none
            """;
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
