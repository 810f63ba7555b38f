package dev.ollakeep.operator.proxy;

import dev.ollakeep.operator.memory.RecentMemory;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files the proxy container is given, by name: the data of its ConfigMap.
 *
 * <p>The version changes whenever one of the other two does, and only then.
 */
public record ProxyConfig(SortedMap<String, String> files) {

  public static final String NGINX_CONF = "nginx.conf";
  public static final String ENTRYPOINT = "entrypoint.sh";
  public static final String VERSION = "version";

  /** Rendering is most of a plan's work, and fleets share few settings. */
  private static final RecentMemory<ProxySettings, ProxyConfig> RENDERED = new RecentMemory<>(64);

  public ProxyConfig {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static ProxyConfig of(ProxySettings settings) {
    return RENDERED.get(settings, ProxyConfig::rendered);
  }

  private static ProxyConfig rendered(ProxySettings settings) {
    var files = new TreeMap<String, String>();
    files.put(NGINX_CONF, NginxConf.render(settings));
    files.put(ENTRYPOINT, EntryScript.text());
    files.put(VERSION, NginxConf.version(settings));
    return new ProxyConfig(files);
  }

  /** What {@code /configz} answers as {@code live} once this configuration runs. */
  public String version() {
    return files.get(VERSION);
  }
}
