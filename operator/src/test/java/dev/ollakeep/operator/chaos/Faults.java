package dev.ollakeep.operator.chaos;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What goes wrong, and when: a script that is the same whenever it is played. */
interface Faults {

  Faults NONE = (call, write) -> Fate.PASS;

  /**
   * The fate of a request.
   *
   * @param write the how manieth write it is since the script was put on, from 1; 0 for what writes nothing
   */
  Fate of(Call call, int write);

  default WatchFate ofWatch(Call call) {
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

  /** Hits some requests, at random but the same for a seed, until there were enough. */
  record Sometimes(Fate fate, Random random, AtomicInteger left, int most) implements Faults {

    static Sometimes of(Fate fate, long seed, int most) {
      return new Sometimes(fate, new Random(seed), new AtomicInteger(most), most);
    }

    @Override
    public synchronized Fate of(Call call, int write) {
      var concerned = fate == Fate.STALE_LIST ? call.isList() : write > 0;
      var hit = concerned && random.nextInt(100) < 40 && left.get() > 0;
      return hit && left.getAndDecrement() > 0 ? fate : Fate.PASS;
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
    public Fate of(Call call, int write) {
      return Fate.PASS;
    }

    @Override
    public WatchFate ofWatch(Call call) {
      return left.getAndDecrement() > 0 ? next.get() : WatchFate.UNHARMED;
    }

    @Override
    public int count() {
      return most - Math.max(0, left.get());
    }
  }
}
