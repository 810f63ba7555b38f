package dev.ollakeep.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * How new the API server's word about an object is.
 *
 * <p>A decimal number without leading zeros that only grows, so that of two objects of one kind one can tell which was read later.
 */
record ResourceVersion(String text) {

  static ResourceVersion of(HasMetadata object) {
    return new ResourceVersion(object.getMetadata().getResourceVersion());
  }

  boolean isNewerThan(ResourceVersion other) {
    return text.length() != other.text.length() ? text.length() > other.text.length() : text.compareTo(other.text) > 0;
  }
}
