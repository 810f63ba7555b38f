package dev.ollakeep.operator.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * How the image starts the JVM: read from the build, so that what is measured is what is shipped.
 *
 * <p>Later flags win: {@code OPERATOR_FLAGS} in the environment tries others.
 */
final class LaunchFlags {

  private static final Path BUILD = Path.of("pom.xml");
  /** The chart's memory limit, of which the flags take their share; without a container it would be the whole machine's. */
  private static final String MEMORY = "-XX:MaxRAM=512m";

  private LaunchFlags() {}

  static List<String> ofTheImage() {
    try {
      var found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(BUILD.toFile()).getElementsByTagName("jvmFlag");
      var flags = new ArrayList<>(List.of(MEMORY));
      for (int i = 0; i < found.getLength(); i++) {
        flags.add(((Element) found.item(i)).getTextContent().strip());
      }
      if (flags.size() == 1) {
        throw new IllegalStateException(BUILD.toAbsolutePath() + " has no <jvmFlag>: run this in the operator's directory");
      }
      Stream.of(System.getenv().getOrDefault("OPERATOR_FLAGS", "").split(" ")).filter(flag -> !flag.isEmpty()).forEach(flags::add);
      return List.copyOf(flags);
    } catch (java.io.IOException | org.xml.sax.SAXException | javax.xml.parsers.ParserConfigurationException unreadable) {
      throw new IllegalStateException(BUILD.toAbsolutePath() + " cannot be read", unreadable);
    }
  }
}
