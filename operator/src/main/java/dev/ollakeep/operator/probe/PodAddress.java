package dev.ollakeep.operator.probe;

import io.fabric8.kubernetes.api.model.Pod;
import java.net.InetSocketAddress;
import java.net.URI;

/** Where a pod is, and how that is written. */
record PodAddress(String ip) {

  static PodAddress of(Pod pod) {
    return new PodAddress(pod.getStatus().getPodIP());
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  String authority(int port) {
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }

  URI url(Question question) {
    return URI.create("http://" + authority(question.port()) + question.path());
  }

  InetSocketAddress socket(int port) {
    return new InetSocketAddress(ip, port);
  }
}
