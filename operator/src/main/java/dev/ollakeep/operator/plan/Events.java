package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.words.Announcement;
import dev.ollakeep.operator.words.Reason;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is told in events about objects that come and go.
 *
 * <p>Told of what was done, not of what is planned: a plan whose write fails is made again, and would tell it again.
 */
public final class Events {

  private Events() {}

  /** One event for all that were created, one for all that were deleted. */
  public static List<Announcement> of(OllamaServer server, SortedSet<Child> created, SortedSet<Child> deleted) {
    var names = Names.of(server);
    return Stream.of(
            told(names, created).map(objects -> Announcement.normal(Reason.CHILD_CREATED, "created " + objects)),
            told(names, deleted).map(objects -> Announcement.normal(Reason.CHILD_DELETED, "deleted " + objects)))
        .flatMap(events -> events)
        .toList();
  }

  private static Stream<String> told(Names names, SortedSet<Child> children) {
    return Stream.of(children.stream()
            .map(child -> child.type().getSimpleName() + " " + child.name(names))
            .collect(Collectors.joining(", ")))
        .filter(objects -> !objects.isEmpty());
  }
}
