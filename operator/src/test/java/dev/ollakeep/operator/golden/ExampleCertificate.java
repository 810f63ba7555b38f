package dev.ollakeep.operator.golden;

/** A certificate for llm.example.com and *.llm.example.com, valid from 2026-11-01 until 2027-01-30; its key was thrown away. */
public final class ExampleCertificate {

  public static final String PEM = """
      -----BEGIN CERTIFICATE-----
      MIIBaTCCAQ+gAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDApFeGFtcGxl
      IENBMB4XDTI2MTEwMTAwMDAwMFoXDTI3MDEzMDAwMDAwMFowFTETMBEGA1UEAwwK
      RXhhbXBsZSBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCz8T1xsB1nMrife
      dQrWFeZ3+BRW5Kvt3aOeeXN+yDTVTIicX0IMYj5eNJULpKGF3fmofLkQlRnoebGN
      9R95uT6jUDBOMC0GA1UdEQQmMCSCD2xsbS5leGFtcGxlLmNvbYIRKi5sbG0uZXhh
      bXBsZS5jb20wHQYDVR0OBBYEFJrg/F1Gv6CTv38DRuGOsQKEWCkvMAoGCCqGSM49
      BAMCA0gAMEUCIFmIqDrR70RsPITZcEJAPLXPV9LtkC+9cW63wfzcGeHIAiEA2bB7
      RG6/D9xSwMXXUyNeYjtZd265mxqdsU+ICjZ0v0o=
      -----END CERTIFICATE-----
      """;

  private ExampleCertificate() {}
}
