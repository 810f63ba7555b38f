/**
 * What the records of the API are checked and read by; not part of the API itself.
 *
 * <pre>
 *   Patterns, CataloguedPaths --> Cel --> annotations of the records --> the CRD
 *          |
 *          +--> the operator's own checks of what was stored before a rule was there
 *
 *   GoDuration, Sorted: how texts and maps of a resource are read
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.api.rules.Patterns}, {@link dev.ollakeep.api.rules.Cel},
 * {@link dev.ollakeep.api.rules.GoDuration}.
 */
package dev.ollakeep.api.rules;
