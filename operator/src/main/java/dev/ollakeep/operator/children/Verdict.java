package dev.ollakeep.operator.children;

import dev.ollakeep.operator.names.Child;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** What shall become of one possible child; a plan has exactly one verdict for every {@link Child}. */
public sealed interface Verdict {

  Child child();

  /** It shall exist and look like this. */
  record Want(Child child, HasMetadata desired) implements Verdict {}

  /** It shall look like this, but is not written now: somebody would only undo it again. */
  record Defer(Child child, HasMetadata desired) implements Verdict {}

  /** It shall not exist; what is there is deleted if it is ours. */
  record Absent(Child child) implements Verdict {}

  /** Its prerequisite is unknown or missing: whatever is there stays as it is. */
  record Keep(Child child, String why) implements Verdict {}
}
