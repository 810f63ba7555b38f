package dev.ollakeep.api.v1alpha1;

/** Parts of validation rules that many fields share; compile-time constants, since annotations take nothing else. */
final class Cel {
  static final String UNSET_OR = "self == '' || ";
  static final String IS_DURATION = "self.matches(r'" + Patterns.DURATION + "') && duration(self)";
  static final String IS_DNS_NAME = "self.matches(r'" + Patterns.DNS_NAME + "')";
  static final String IS_IMAGE = UNSET_OR + "self.matches(r'" + Patterns.IMAGE + "')";
  static final String IS_NOT_LATEST = "!self.endsWith(':latest')";
  static final String IS_REQUEST_ID = "self.matches(r'" + Patterns.REQUEST_ID + "')";
  static final String IS_GRACE_PERIOD = IS_DURATION + " <= duration('720h')";

  private Cel() {
  }
}
