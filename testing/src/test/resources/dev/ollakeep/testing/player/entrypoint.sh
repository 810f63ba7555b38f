#!/bin/sh
set -u
RUN=${RUN:-/run/ollakeep}
rm -f "$RUN"/*.sock
nginx -e stderr -c /etc/ollakeep/conf/nginx.conf -g 'daemon off;' & pid=$!
trap 'kill -QUIT $pid 2>/dev/null; wait $pid; exit 0' TERM INT QUIT
wait $pid
