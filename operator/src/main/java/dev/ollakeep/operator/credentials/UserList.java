package dev.ollakeep.operator.credentials;

import java.util.List;

/** Users as an event names them: all of a few, the first of many. */
final class UserList {

  private static final int SHOWN = 10;

  private UserList() {}

  static String of(List<String> users) {
    var shown = String.join(", ", users.subList(0, Math.min(SHOWN, users.size())));
    return users.size() > SHOWN ? shown + " and " + (users.size() - SHOWN) + " more" : shown;
  }
}
