package dev.ollakeep.operator.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What goes wrong, and when: a script that is the same whenever it is played. */
interface Faults {

  Faults NONE = (call, write) -> Fate.PASS;

  /**
   * The fate of a request.
   *
   * @param write the how manieth write it is since the script was put on, from 1; 0 for what writes nothing
   */
  Fate of(ApiCall call, int write);

  default WatchFate ofWatch(ApiCall call) {
    return WatchFate.UNHARMED;
  }

  /** How often something has gone wrong so far, where that is not once at most. */
  default int count() {
    return 1;
  }

  /** This happens to the write of that number, and nothing else does. */
  static Faults once(Fate fate, int number) {
    return (call, write) -> write == number ? fate : Fate.PASS;
  }

  /** Requests pass, and what these watches tell comes so much later. */
  static Faults late(Predicate<ApiCall> concerned, int millis) {
    return new Faults() {
      @Override
      public Fate of(ApiCall call, int write) {
        return Fate.PASS;
      }

      @Override
      public WatchFate ofWatch(ApiCall call) {
        return concerned.test(call) ? WatchFate.delayed(millis) : WatchFate.UNHARMED;
      }
    };
  }

  /** Hits some of the requests that it concerns, at random but the same for a seed, until there were enough. */
  record Sometimes(Predicate<ApiCall> concerned, List<Fate> fates, Random random, AtomicInteger left, int most) implements Faults {

    static Sometimes of(Predicate<ApiCall> concerned, List<Fate> fates, Random random, int most) {
      return new Sometimes(concerned, fates, random, new AtomicInteger(most), most);
    }

    @Override
    public synchronized Fate of(ApiCall call, int write) {
      var hit = concerned.test(call) && random.nextInt(100) < 40 && left.get() > 0;
      return hit && left.getAndDecrement() > 0 ? fates.get(random.nextInt(fates.size())) : Fate.PASS;
    }

    @Override
    public int count() {
      return most - Math.max(0, left.get());
    }
  }

  /** Spoils some watches; requests pass. */
  record OfWatches(Supplier<WatchFate> next, AtomicInteger left, int most) implements Faults {

    static OfWatches of(Supplier<WatchFate> next, int most) {
      return new OfWatches(next, new AtomicInteger(most), most);
    }

    @Override
    public Fate of(ApiCall call, int write) {
      return Fate.PASS;
    }

    @Override
    public WatchFate ofWatch(ApiCall call) {
      return left.getAndDecrement() > 0 ? next.get() : WatchFate.UNHARMED;
    }

    @Override
    public int count() {
      return most - Math.max(0, left.get());
    }
  }
}
