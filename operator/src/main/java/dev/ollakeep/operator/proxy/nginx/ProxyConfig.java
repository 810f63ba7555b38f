package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.ProxySettings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files the proxy container is given, by name: the data of its ConfigMap.
 *
 * <p>The version changes whenever one of the other two does, and only then.
 */
public record ProxyConfig(SortedMap<String, String> files) {


  public ProxyConfig {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public static ProxyConfig of(ProxySettings settings) {
    var files = new TreeMap<String, String>();
    files.put(ProxyContract.NGINX_CONF, NginxConf.render(settings));
    files.put(ProxyContract.ENTRY_SCRIPT, EntryScript.text());
    files.put(ProxyContract.VERSION, NginxConf.version(settings));
    return new ProxyConfig(files);
  }

  /** What {@code /configz} answers as {@code live} once this configuration runs. */
  public String version() {
    return files.get(ProxyContract.VERSION);
  }
}
