package dev.ollakeep.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The picture of the rooms in {@code docs/architecture.md} is drawn from the classes. */
class GoldenRoomsTest {

  private static final String MARK = "<!-- Drawn from the classes; rewrite with: make golden -->\n```\n";
  private static final Pattern PICTURE = Pattern.compile(Pattern.quote(MARK) + "(.*?)```\n", Pattern.DOTALL);

  private final List<String> rooms = Rooms.listed();

  @Test
  void everyRoomIsListed() {
    assertThat(rooms).as("packages in the table of %s", Rooms.PAGE).containsExactlyInAnyOrderElementsOf(Rooms.all());
  }

  @Test
  void theArrowsAreThoseOfTheCode() throws IOException {
    var page = Files.readString(Rooms.PAGE);
    var picture = rooms.stream().map(this::line).collect(Collectors.joining());
    assertThat(page).as("%s has a place for the picture", Rooms.PAGE).containsPattern(PICTURE);
    var drawn = PICTURE.matcher(page).replaceFirst(Matcher.quoteReplacement(MARK + picture + "```\n"));
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(Rooms.PAGE, drawn);
    }
    assertThat(Rooms.PAGE).as("the picture in %s is not what the classes say; rewrite it with: make golden", Rooms.PAGE)
        .hasContent(drawn);
  }

  private String line(String room) {
    var targets = new ArrayList<>(Rooms.below(room));
    targets.sort(Comparator.comparing(rooms::indexOf));
    return targets.isEmpty() ? room + "\n" : String.format("%-13s --> %s%n", room, String.join(", ", targets));
  }
}
