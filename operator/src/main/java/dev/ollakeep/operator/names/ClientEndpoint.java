package dev.ollakeep.operator.names;

import java.util.Optional;

/**
 * Where clients find the server; it enters every credential Secret.
 *
 * @param host in-cluster host name
 * @param port in-cluster port
 * @param uri in-cluster base URL without a trailing slash, with the port where it is not the scheme's own
 * @param externalUrl the address outside the cluster, where there is one
 * @param caPem the private CA that signed the certificate, where there is one
 */
public record ClientEndpoint(
    String host, int port, String uri, Optional<String> externalUrl, Optional<String> caPem) {}
