package dev.ollakeep.operator.proxy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** Most of a plan's work, and fleets share few settings: the last ones that were rendered are kept. */
  private static final int KEPT = 64;
  private static final Map<ProxySettings, ProxyConfig> RENDERED = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<ProxySettings, ProxyConfig> eldest) {
      return size() > KEPT;
    }
  };

  public ProxyConfig {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static ProxyConfig of(ProxySettings settings) {
    synchronized (RENDERED) {
      return RENDERED.computeIfAbsent(settings, ProxyConfig::rendered);
    }
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
