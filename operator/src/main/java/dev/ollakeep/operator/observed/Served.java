package dev.ollakeep.operator.observed;

/** Whether the cluster serves an API, as its discovery says: an error is not a no. */
public enum Served {
  YES,
  NO,
  UNKNOWN
}
