/**
 * Decides, as a pure function, everything that one reconcile does.
 *
 * <pre>
 *   OllamaServer, Observed,     +---------+     Plan: verdicts for all children, at most one credential step,
 *   time, Fresh --------------> | Planner | --> touches of pods, status, when to look again
 *                               +----+----+
 *        Unreadable, children, credentials, status, TouchSchedule, Wake
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.plan.Planner}, {@link dev.ollakeep.operator.plan.Plan},
 * {@link dev.ollakeep.operator.plan.TouchSchedule}.
 */
package dev.ollakeep.operator.plan;
