package dev.ollakeep.operator.realcluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** What happens in the middle of which rotation: each kind spread evenly over all of them, one kind a rotation, moments drawn. */
final class Disturbances {

  /** At which point of a rotation something happens. */
  enum Moment {
    ASKED,
    TOUCHED,
    PUBLISHED
  }

  /** Something that takes its time. */
  @FunctionalInterface
  interface Happening {
    void happen() throws Exception;
  }

  /** What happens at that point. */
  record Disturbance(String name, Moment moment, Happening happening) {
    @Override
    public String toString() {
      return name + " when " + moment.name().toLowerCase(Locale.ROOT);
    }
  }

  private record Kind(String name, Happening happening) {}

  private final Random random;
  private final List<Optional<Kind>> places = new ArrayList<>();

  Disturbances(long seed, int rotations) {
    random = new Random(seed);
    for (int i = 0; i < rotations; i++) {
      places.add(Optional.empty());
    }
  }

  /** So many times; where another kind already is, the next free rotation is taken. */
  Disturbances with(String name, int times, Happening happening) {
    for (int i = 0; i < times; i++) {
      int place = (2 * i + 1) * places.size() / (2 * times);
      for (int tried = 0; tried < places.size() && places.get(place).isPresent(); tried++) {
        place = (place + 1) % places.size();
      }
      places.set(place, Optional.of(new Kind(name, happening)));
    }
    return this;
  }

  /** Of a rotation, counted from 1. */
  Optional<Disturbance> of(int number) {
    var moment = Moment.values()[random.nextInt(Moment.values().length)];
    return places.get(number - 1).map(kind -> new Disturbance(kind.name(), moment, kind.happening()));
  }
}
