package dev.ollakeep.operator.plan;

/**
 * A new value for a pod's touch annotation, which makes the kubelet refresh the pod's volumes at once.
 *
 * @param podName the pod
 * @param podUid its UID: a pod of the same name that came later is not touched
 * @param value what the annotation becomes; it carries what is waited for, the attempt and its time, so that the back-off
 *     needs no memory
 */
public record Touch(String podName, String podUid, String value) {

  /** On the Pod itself, never on the template: a template change would restart the server. */
  public static final String ANNOTATION = "ollakeep.dev/touch";
}
