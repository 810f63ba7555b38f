package dev.ollakeep.operator.proxy.flood;

import java.util.Locale;

/** What keeps a flood from doing harm: text of the configuration, what takes it away, and the trial that notices. */
enum Protection {
  REFUSALS_THAT_NOBODY_TAKES_ARE_COUNTED("limit_conn refusals_held 256;", "", Trial.memoryUnder(Flood.H2_WINDOWS_OF_NOTHING, 200)),
  HEADERS_ARE_SMALL("large_client_header_buffers 4 4k;", "large_client_header_buffers 4 16k;",
      Trial.memoryUnder(Flood.HEADERS_OF_64_KIB, 500)),
  HEADERS_COME_SOON("client_header_timeout 10s;", "client_header_timeout 60s;", Trial.ends(Flood.HEADERS_THAT_DO_NOT_END)),
  WHAT_IS_LEFT_OF_A_REFUSED_BODY_IS_NOT_AWAITED("      lingering_time 5s;\n      lingering_timeout 2s;\n", "",
      Trial.ends(Flood.HALF_BODIES)),
  A_REFUSAL_WAITS_SHORTLY("send_timeout 5s;", "send_timeout 300s;", Trial.REFUSALS_ARE_GIVEN_AGAIN),
  SO_MANY_STREAMS_A_CONNECTION("http2_max_concurrent_streams 16;", "", Trial.STREAMS_ARE_COUNTED),
  WHO_ASKS_ONLY_TO_BE_REFUSED_IS_CUT_OFF("limit_req zone=refusals burst=6000 nodelay;", "", Trial.A_PIPELINE_OF_REFUSALS_IS_CUT_OFF),
  THE_QUEUE_OF_THE_HOP_IS_LONG("auth.sock backlog=4096", "auth.sock", Trial.A_BURST_IS_ANSWERED),
  THE_QUEUE_OF_THE_HOP_IS_EMPTIED_AS_A_WHOLE("multi_accept on;", "", Trial.A_BURST_IS_ANSWERED),
  WHO_IS_SERVED_IS_WAITED_FOR("auth_request /_running;", "", Trial.A_STREAM_OUTLIVES_THE_PATIENCE),
  OLLAMA_IS_ASKED_FOR_ITS_HEALTH_ONCE_IN_A_SECOND("proxy_cache health;", "", Trial.HEALTH_IS_REMEMBERED);

  private final String text;
  private final String weakness;
  private final Trial trial;

  Protection(String text, String weakness, Trial trial) {
    this.text = text;
    this.weakness = weakness;
    this.trial = trial;
  }

  String sentence() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Trial trial() {
    return trial;
  }

  /** The configuration without it. */
  String takenFrom(String configuration) {
    if (!configuration.contains(text)) {
      throw new IllegalStateException("adapt Protection to the configuration: it no longer says " + text);
    }
    return configuration.replace(text, weakness);
  }
}
