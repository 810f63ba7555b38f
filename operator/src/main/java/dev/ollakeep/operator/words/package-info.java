/**
 * The words in which the operator speaks to users, each said in one place.
 *
 * <pre>
 *   Reason --+--> Complaint      why something is not as asked for --> a condition: ConditionType
 *            +--> Announcement   what changed ------------------------> an event
 *   NameList ---- who it is about
 * </pre>
 *
 * <p>Reading order: {@link dev.ollakeep.operator.words.Reason}, {@link dev.ollakeep.operator.words.Complaint}.
 */
package dev.ollakeep.operator.words;
