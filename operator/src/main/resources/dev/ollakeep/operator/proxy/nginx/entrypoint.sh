#!/bin/sh
# First process of the proxy container. Needs sh and cat cp cut mkdir mv rm sha256sum sleep, and nginx.
#
#   /etc/ollakeep/conf, tls  --copy-->  next  --nginx -t-->  active  --HUP-->  live
#
# What nginx refuses never goes live. The last good configuration stays in "active", in a volume that outlives the
# container. Credentials are not the business of this script: nginx reads them at every request.
set -u
# To nginx a variable of this name is a list of sockets to inherit.
unset NGINX
SRC=/etc/ollakeep RUN=/run/ollakeep
POLL=${POLL:-2}
# Seconds that a replaced worker, or a kernel, may go on for clients whom nobody has let in.
PATIENCE=${PATIENCE:-10}
nginx_pid=

say() { echo "ollakeep-proxy: $*" >&2; }

# Kubelet swaps a volume by turning one link, ..data: inside its target all files are of one generation.
generation() {
  if [ -d "$1/..data" ]; then cd -P "$1/..data"; else cd -P "$1"; fi
}

# Content of the directories conf and tls under $1; one that is not there counts as empty.
fingerprint() {
  for volume in conf tls; do (generation "$1/$volume" && cat ./*); done 2>/dev/null | sha256sum | cut -c1-16
}

# A copy in "next"; fails for an instant when the volume is swapped under it.
copy() {
  rm -rf "$RUN/next" && mkdir "$RUN/next" "$RUN/next/conf" || return 1
  (generation "$SRC/conf" && cp -L ./* "$RUN/next/conf/") 2>/dev/null || return 1
  [ -d "$SRC/tls" ] || return 0
  mkdir "$RUN/next/tls" || return 1
  (generation "$SRC/tls" && { [ ! -e tls.crt ] || cp -L ./* "$RUN/next/tls/"; }) 2>/dev/null
}

# Bytes that this container may use; 0 when nobody limits them.
memory_limit() {
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null)
  case $limit in '' | *[!0-9]* | ???????????????*) limit=0 ;; esac
  echo "$limit"
}

connections_of() { echo $(((limit * 7 / 10 - 16777216 - $1 * 16777216) / ($1 * 32768) / 256 * 256)); }

# Lowers processes and connections to what fits into $limit, by the sums of ProxyCapacity: a configuration for a container with more is
# in the volumes of pods that still have the old limit, and those may have to serve on.
fit() {
  while [ "$processes" -gt 2 ] && [ "$(connections_of "$processes")" -lt 256 ]; do processes=$((processes - 1)); done
  fitting=$(connections_of "$processes")
  [ "$fitting" -ge 256 ] || fitting=256
  [ "$connections" -le "$fitting" ] || connections=$fitting
}

# The number at the end of a line such as "worker_processes 2;".
number_in() {
  number=${1##* }
  echo "${number%;}"
}

# What the configuration $1 asks for, in lines at its beginning.
capacity_of() {
  processes=0 connections=0
  while IFS= read -r line; do
    case $line in
      'worker_processes '*) processes=$(number_in "$line") ;;
      '  worker_connections '*) connections=$(number_in "$line") && return ;;
    esac
  done <"$1"
}

# What nginx reads of the configuration under $1, as this machine and this container can bear it: without the listeners of IPv6 where
# the kernel has none, since nginx would refuse the whole of it for them. A copy, so that drain() can change it, not the last good one;
# not by cp, which keeps the mode 0444.
make_live() {
  capacity_of "$1/conf/nginx.conf"
  limit=$(memory_limit) asked="$processes $connections"
  [ "$limit" -eq 0 ] || [ "$connections" -eq 0 ] || fit
  if [ -e /proc/net/if_inet6 ] && [ "$asked" = "$processes $connections" ]; then
    cat "$1/conf/nginx.conf"
  else
    while IFS= read -r line; do
      case $line in
        'worker_processes '*) printf 'worker_processes %s;\n' "$processes" ;;
        '  worker_connections '*) printf '  worker_connections %s;\n' "$connections" ;;
        *' listen ['*) [ ! -e /proc/net/if_inet6 ] || printf '%s\n' "$line" ;;
        *) printf '%s\n' "$line" ;;
      esac
    done <"$1/conf/nginx.conf"
  fi >"$1/conf/live.conf"
}

accepted() { make_live "$RUN/next" && nginx -t -q -e stderr -c "$RUN/next/conf/live.conf" 2>"$RUN/test.log"; }

# The version of a configuration; it becomes part of JSON and of a file name, so only what can be a version is one.
version_of() {
  version=
  [ ! -f "$1/conf/version" ] || version=$(cut -c1-64 <"$1/conf/version")
  case $version in '' | *[!0-9a-z]*) version=unknown ;; esac
  echo "$version"
}

# Two moves, since a directory cannot be replaced in one; recover() mends what a kill between them leaves.
promote() {
  rm -rf "$RUN/old" "$RUN/configz"
  [ ! -d "$RUN/active" ] || mv "$RUN/active" "$RUN/old"
  mv "$RUN/next" "$RUN/active"
}

recover() {
  mkdir -p "$RUN" || exit 1
  # A socket left by a killed nginx would block its successor.
  rm -f "$RUN"/*.sock "$RUN/nginx.pid"
  rm -rf "$RUN/next" "$RUN/configz" "$RUN/health"
  : >>"$RUN/running" || exit 1
  [ -d "$RUN/active" ] || [ ! -d "$RUN/old" ] || mv "$RUN/old" "$RUN/active"
}

# Whoever still runs configuration $1 answers from now on that $2 was refused; see /configz in nginx.conf.
refused() {
  mkdir -p "$RUN/configz" && printf '{"live":"%s","rejected":"%s"}\n' "$1" "$2" >"$RUN/configz/next" &&
    mv "$RUN/configz/next" "$RUN/configz/$1.json"
}

# Tries what the volumes hold: 0 when it is now the active configuration. Sets seen to what was tried.
try() {
  copy || return 1
  seen=$(fingerprint "$RUN/next")
  if accepted; then
    promote
    reported=
    say "configuration $(version_of "$RUN/active") accepted"
    return 0
  fi
  if [ "$seen" != "$reported" ]; then
    reported=$seen
    say "configuration $(version_of "$RUN/next") refused; the last good one stays"
    cat "$RUN/test.log" >&2
  fi
  refused "$(version_of "$RUN/active")" "$(version_of "$RUN/next")"
  return 1
}

# What runs, without its ports. Nobody can log in any more, so nobody may wait for this pod to learn of new
# secrets: a kubelet no longer refreshes the volumes of a pod that is ending.
without_ports() {
  listener="listen unix:$RUN/drain.sock;"
  while IFS= read -r line; do
    case $line in
      *'listen unix:'*) printf '%s\n' "$line" ;;
      *' listen ['*) ;;
      *'listen '*8081\;) echo "listen unix:$RUN/drain-internal.sock;" ;;
      *' listen '*\;) echo "$listener" && listener= ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <"$RUN/active/conf/live.conf"
}

# Seconds since the machine started.
now() { cut -d. -f1 /proc/uptime; }

workers() { cat "/proc/$nginx_pid/task/$nginx_pid/children" 2>/dev/null; }

# Whether worker $1 serves somebody who was let in: such a request holds this one file open until it ends; see nginx.conf.
serves() {
  for file in "/proc/$1"/fd/*; do
    [ ! "$file" -ef "$RUN/running" ] || return 0
  done
  return 1
}

# The workers that are replaced now, each with the second since which it has served nobody who was let in.
replaced() { for worker in $(workers); do printf '%s ' "$worker=$(now)"; done; }

# Whether others than those in $leaving work.
succeeded() {
  for worker in $(workers); do
    case " $leaving" in *" $worker="*) ;; *) return 0 ;; esac
  done
  return 1
}

# Looks at the workers in $leaving. nginx waits for whatever they hold, and without a credential one can hold a request for as long
# as one likes; so they are ended when they have served nobody who was let in for PATIENCE: in that time the kernel, or HTTP/2's own
# way of closing, delivers the ends of streams.
sift() {
  time=$(now) living=''
  for entry in $leaving; do
    worker=${entry%=*} since=${entry#*=}
    kill -0 "$worker" 2>/dev/null || continue
    ! serves "$worker" || since=$time served=$time
    [ $((time - since)) -lt "$PATIENCE" ] || kill -TERM "$worker" 2>/dev/null
    living="$living $worker=$since"
  done
  leaving=$living
}

# Whether nginx has closed connections (they have no inode any more) whose clients have not yet received everything: FIN_WAIT1,
# LAST_ACK or CLOSING, port 8080. Not by "read", which takes a system call for each character: a flood leaves thousands of them.
undelivered() {
  IFS='
'
  for connection in $(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | cut -d: -f2-6); do
    case $connection in *:1F90' '*' 04 '* | *:1F90' '*' 09 '* | *:1F90' '*' 0B '*) ;; *) continue ;; esac
    IFS=' '
    set -- ${connection##*:}
    [ "$5" != 0 ] || { unset IFS && return 0; }
  done
  unset IFS
  return 1
}

# Every request needs the auth hop, and QUIT would close its socket at once: requests that still come over open connections
# would fail. So the workers are first replaced by ones that serve that hop alone, and QUIT waits until they are gone.
replace_workers() {
  without_ports >"$RUN/active/conf/drain.conf" && nginx -t -q -e stderr -c "$RUN/active/conf/drain.conf" || return
  mv "$RUN/active/conf/drain.conf" "$RUN/active/conf/live.conf" && kill -HUP "$nginx_pid"
}

drain() {
  served=$(now) leaving=$(replaced)
  replace_workers || kill -QUIT "$nginx_pid" 2>/dev/null
  while sift && [ -n "$leaving" ]; do sleep 0.2; done
}

# What the kernel still holds for slow readers would be gone with the pod's network, and they would wait for it for ever. It may hold
# it for clients who were not let in, too, so there is an end.
deliver() {
  told=''
  while [ $(($(now) - served)) -lt "$PATIENCE" ] && undelivered; do
    [ -n "$told" ] || say "waiting for clients that have not received everything"
    told=yes
    sleep 0.2
  done
}

# Streams finish within the pod's grace period; the container has then ended well.
finish() {
  trap '' TERM INT QUIT
  if [ -n "$nginx_pid" ]; then
    say "finishing running requests"
    drain
    kill -QUIT "$nginx_pid" 2>/dev/null
    wait "$nginx_pid"
    deliver
  fi
  exit 0
}

trap finish TERM INT QUIT
recover
applied='' reported=''
if try; then applied=$seen; fi
[ -f "$RUN/active/conf/nginx.conf" ] || { say "no configuration that nginx accepts"; exit 1; }
make_live "$RUN/active"
nginx -e stderr -c "$RUN/active/conf/live.conf" &
nginx_pid=$!

leaving='' served=0 before='' polls=0
while kill -0 "$nginx_pid" 2>/dev/null; do
  sleep "$POLL" &
  wait $!
  # After three polls a reload is done; a process that still answers for the version before it was refused one by nginx itself.
  polls=$((polls + 1))
  : >>"$RUN/running"
  # Where nginx itself refused to reload, nobody was replaced.
  ! succeeded || sift
  if [ -n "$before" ] && [ "$polls" -ge 3 ]; then
    after=$(version_of "$RUN/active")
    [ "$before" = "$after" ] || refused "$before" "$after"
    before=
  fi
  if [ "$(fingerprint "$SRC")" = "$applied" ]; then
    # What was refused has been taken back.
    [ -z "$reported" ] || rm -rf "$RUN/configz"
    reported=
    continue
  fi
  live=$(version_of "$RUN/active")
  if try; then
    applied=$seen before=$live polls=0
    leaving=$(replaced)
    kill -HUP "$nginx_pid"
  fi
done
wait "$nginx_pid"
say "nginx ended by itself ($?)"
exit 1
