package dev.ollakeep.operator.reconcile;

import io.javaoperatorsdk.operator.Operator;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The framework's thread for tasks that recur.
 *
 * <p>Its pool keeps no thread but for a hundredth of a second, so while a task is due some day the only one wakes up a hundred times
 * a second; and stopping the operator leaves it as it is.
 */
final class TimedTasks {

  private TimedTasks() {}

  /** Once the operator is started: its thread sleeps until a task is due. */
  static void sleepBetween(Operator operator) {
    pool(operator).ifPresent(pool -> pool.setCorePoolSize(1));
  }

  /** No task runs any more; safe for an operator that never started. */
  static void end(Operator operator) {
    pool(operator).ifPresent(ScheduledThreadPoolExecutor::shutdownNow);
  }

  private static Optional<ScheduledThreadPoolExecutor> pool(Operator operator) {
    return Optional.ofNullable(operator.getConfigurationService().getExecutorServiceManager().scheduledExecutorService())
        .filter(ScheduledThreadPoolExecutor.class::isInstance)
        .map(ScheduledThreadPoolExecutor.class::cast);
  }
}
