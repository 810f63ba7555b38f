package dev.ollakeep.operator.chaos;

/**
 * What becomes of one watch; 0 for whatever does not happen.
 *
 * @param endsAfterMillis when the connection breaks
 * @param delayMillis how much later than sent every event arrives
 * @param heldMillis how long events are held back, of each object only the last is delivered
 * @param gone the API server does not remember the version that was asked for
 */
record WatchFate(int endsAfterMillis, int delayMillis, int heldMillis, boolean gone) {

  static final WatchFate UNHARMED = new WatchFate(0, 0, 0, false);
  static final WatchFate GONE = new WatchFate(0, 0, 0, true);

  static WatchFate endsAfter(int millis) {
    return new WatchFate(millis, 0, 0, false);
  }

  static WatchFate delayed(int millis) {
    return new WatchFate(0, millis, 0, false);
  }

  static WatchFate coalesced(int millis) {
    return new WatchFate(0, 0, millis, false);
  }
}
