package dev.ollakeep.operator.proxy.attack;

import java.util.Map;
import java.util.TreeMap;

/** How the accounts are laid out in the volume; an operator of before writes the former layout, and may be rolled back to. */
enum Layout {
  /** Beside the files of the former layout one for each user and hash, whose name holds the role. */
  PER_USER {
    @Override
    Map<String, String> files(Accounts accounts) {
      Map<String, String> files = common(accounts);
      accounts.roles().forEach((user, role) -> {
        put(files, "role." + role + "." + user, accounts.hashes().get(Accounts.CURRENT).get(user));
        put(files, "previous." + role + "." + user, accounts.hashes().get(Accounts.PREVIOUS).get(user));
      });
      files.put("per-user-files", "");
      return files;
    }
  },
  /** Hashes in one file, roles in the names of empty ones. */
  FORMER {
    @Override
    Map<String, String> files(Accounts accounts) {
      Map<String, String> files = common(accounts);
      accounts.roles().forEach((user, role) -> files.put("role." + role + "." + user, ""));
      return files;
    }
  };

  abstract Map<String, String> files(Accounts accounts);

  private static Map<String, String> common(Accounts accounts) {
    Map<String, String> files = new TreeMap<>();
    accounts.hashes().forEach((file, lines) -> files.put(file, String.join("", lines.values())));
    files.put("revision", Integer.toString(accounts.revision()));
    return files;
  }

  private static void put(Map<String, String> files, String name, String line) {
    if (line != null) {
      files.put(name, line);
    }
  }
}
