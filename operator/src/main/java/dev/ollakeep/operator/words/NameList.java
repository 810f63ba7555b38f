package dev.ollakeep.operator.words;

import java.util.List;

/** Users or pods as a message names them: all of a few, the first of many. */
public final class NameList {

  private static final int SHOWN = 10;

  private NameList() {}

  /** In their own order. */
  public static String of(List<String> names) {
    var shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
  }
}
