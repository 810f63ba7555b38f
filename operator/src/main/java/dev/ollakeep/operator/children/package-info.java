/**
 * What becomes of each child object, and what stands in its way.
 *
 * <pre>
 *   Subject: server, Observed, time --> ChildRules --> Children: one Verdict for every Child
 *                                           |                    Want (the object), Absent, Keep (why)
 *                    Obstacles, IngressChoice: prerequisites, as Complaints
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.children.Verdict}, {@link dev.ollakeep.operator.children.ChildRules},
 * {@link dev.ollakeep.operator.children.Obstacles}.
 */
package dev.ollakeep.operator.children;
