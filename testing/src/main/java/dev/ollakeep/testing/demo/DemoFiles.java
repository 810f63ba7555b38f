package dev.ollakeep.testing.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the demo takes from the source tree.
 *
 * @param root of the repository
 */
record DemoFiles(Path root) {

  /** Looks for all of them before anything is started. */
  void requireAll() {
    crd();
    operatorJar();
    example();
  }

  Path crd() {
    return existing("crds/ollamaservers.ollakeep.dev-v1.yml", "make crds");
  }

  Path operatorJar() {
    return existing("operator/target/ollakeep-operator.jar", "make build");
  }

  Path example() {
    return existing("examples/hello/ollamaserver.yaml", "git checkout examples");
  }

  private Path existing(String name, String remedy) {
    Path file = root.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new DemoFailure(name + " is not there: run '" + remedy + "' and start the demo from the root of the repository");
    }
    return file.toAbsolutePath();
  }
}
