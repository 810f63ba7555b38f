package dev.ollakeep.operator.resources;

/** Which way the operator's questions reach the pods. */
public enum ProbeMode {
  /** To the pod's own address: the operator runs in the cluster's network. */
  POD_IP("podIP"),
  /** Through the API server's pod proxy: the operator may run anywhere. */
  API_SERVER_PROXY("apiServerProxy");

  private final String text;

  ProbeMode(String text) {
    this.text = text;
  }

  /** As settings spell it. */
  public String text() {
    return text;
  }
}
