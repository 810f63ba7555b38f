package dev.ollakeep.testing.demo;

/** The demo did not show what it should; the message says what was seen instead and where to look. */
final class DemoFailure extends RuntimeException {
  DemoFailure(String message) {
    super(message);
  }
}
