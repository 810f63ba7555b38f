/**
 * What may be remembered between two looks because it can be found out again; knows no other room.
 *
 * <pre>
 *   key -- RecentMemory --> value, or nothing: then it is found out anew
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.memory.RecentMemory}.
 */
package dev.ollakeep.operator.memory;
