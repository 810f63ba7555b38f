package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.memory.RecentMemory;
import java.util.HashMap;
import java.util.Map;

/** What the core must not look like: state that everybody shares and nobody owns. */
public final class RemembersForAll {

  static int count;
  static final RecentMemory<String, String> CACHE = new RecentMemory<>(1);
  static final Map<String, String> SEEN = new HashMap<>();

  private RemembersForAll() {}
}
