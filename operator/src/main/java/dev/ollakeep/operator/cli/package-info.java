/**
 * The command line: three commands, their arguments, and what they print.
 *
 * <pre>
 *   OllakeepCommand --+-- RunCommand      environment -> RunningOperator, until a signal
 *                     +-- RenderCommand   file -> GivenObjects -> Rendering -> Manifest, as YAML
 *                     +-- VersionCommand                 ^
 *                                         Assumptions ---+  what is said of a cluster that is not there
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.cli.OllakeepCommand}, {@link dev.ollakeep.operator.cli.RunCommand},
 * {@link dev.ollakeep.operator.cli.RenderCommand}, {@link dev.ollakeep.operator.cli.Rendering}.
 */
package dev.ollakeep.operator.cli;
