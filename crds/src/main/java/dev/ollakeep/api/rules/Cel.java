package dev.ollakeep.api.rules;

/** Parts of validation rules that many fields share; compile-time constants, since annotations take nothing else. */
public final class Cel {
  public static final String UNSET_OR = "self == '' || ";
  public static final String IS_DURATION = "self.matches(r'" + Patterns.DURATION + "') && duration(self)";
  public static final String IS_DNS_NAME = "self.matches(r'" + Patterns.DNS_NAME + "')";
  public static final String IS_IMAGE = UNSET_OR + "self.matches(r'" + Patterns.IMAGE + "')";
  public static final String IS_NOT_LATEST = "!self.endsWith(':latest')";
  public static final String IS_REQUEST_ID = "self.matches(r'" + Patterns.REQUEST_ID + "')";
  public static final String IS_GRACE_PERIOD = IS_DURATION + " <= duration('720h')";

  /** Durations of CEL can be added, not divided; one that is not well-formed is another rule's business. */
  public static final String GRACE_FITS_TWICE = "!has(self.interval) || !self.interval.matches(r'" + Patterns.DURATION + "')"
      + " || !self.gracePeriod.matches(r'" + Patterns.DURATION + "')"
      + " || duration(self.gracePeriod) + duration(self.gracePeriod) <= duration(self.interval)";
  public static final String USERS_GRACE_FITS_TWICE = "!has(self.rotation.interval)"
      + " || !self.rotation.interval.matches(r'" + Patterns.DURATION + "')"
      + " || self.users.all(u, !has(u.gracePeriod) || has(u.passwordSecretRef) || !u.gracePeriod.matches(r'" + Patterns.DURATION + "')"
      + " || duration(u.gracePeriod) + duration(u.gracePeriod) <= duration(self.rotation.interval))";

  private Cel() {
  }
}
