package dev.ollakeep.operator.chaos;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One thing that happens to a server.
 *
 * @param sentence what happens
 * @param prepare brings any scene to where it can happen
 * @param act lets it happen, and tells when the operator has done its part
 * @param restarts pods are replaced by it, which nothing else may do
 */
record Workflow(String sentence, Consumer<Scene> prepare, Function<Scene, BooleanSupplier> act, boolean restarts) {

  static Workflow of(String sentence, Consumer<Scene> prepare, Function<Scene, BooleanSupplier> act) {
    return new Workflow(sentence, prepare, act, false);
  }

  Workflow restarting() {
    return new Workflow(sentence, prepare, act, true);
  }

  @Override
  public String toString() {
    return sentence;
  }
}
