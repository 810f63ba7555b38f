package dev.ollakeep.operator.resources;

/**
 * An image name without its tag and digest, in full: {@code nginx} and {@code docker.io/library/nginx} are one repository.
 *
 * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">the grammar of references</a>
 */
public record ImageReference(String repository) {

  private static final String HUB = "docker.io/";

  public static ImageReference of(String image) {
    return new ImageReference(inFull(withoutTag(withoutDigest(image))));
  }

  public boolean sameRepository(ImageReference other) {
    return repository.equals(other.repository);
  }

  /** Whether this is the given repository, or lies below it when it ends in {@code /*}. */
  public boolean within(String allowed) {
    if (!allowed.endsWith("/*")) {
      return sameRepository(of(allowed));
    }
    var parent = allowed.substring(0, allowed.length() - 1);
    // A lone name before "/*" may be a registry ("localhost/*") or a user of the hub ("ollama/*").
    return repository.startsWith(parent) || repository.startsWith(HUB + parent);
  }

  private static String withoutDigest(String image) {
    var at = image.indexOf('@');
    return at < 0 ? image : image.substring(0, at);
  }

  private static String withoutTag(String image) {
    var colon = image.lastIndexOf(':');
    // A colon before a slash belongs to the registry's port.
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  private static String inFull(String name) {
    var slash = name.indexOf('/');
    if (slash < 0) {
      return HUB + "library/" + name;
    }
    var first = name.substring(0, slash);
    var registry = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (!registry) {
      return HUB + name;
    }
    return first.equals("index.docker.io") ? HUB + name.substring(slash + 1) : name;
  }
}
