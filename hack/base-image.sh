#!/usr/bin/env bash
# Cuts a Java runtime from the installed JDK and packs it, with the C library it needs, as a base image for `make image`: for
# machines that reach no registry. It has no shell, no time zones and no certificates but Java's: good for trying, not for users.
# Expects: a JDK with jlink (JAVA_HOME, or on PATH), ldd, python3; Linux.
# Usage: base-image.sh OUT.tar     then: make image BASE_IMAGE=tar://OUT.tar
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# = 1 ] || die "usage: hack/base-image.sh OUT.tar"
out=$(realpath -m "$1")
java=${JAVA_HOME:-$(dirname "$(dirname "$(realpath "$(command -v jlink || die "no JDK found; set JAVA_HOME")")")")}
# What the operator and its libraries name (jdeps), and what they find by service loading: ciphers, DNS names.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml
modules+=,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$java/bin/jlink" --output "$work/root/opt/java" --no-header-files --no-man-pages --strip-java-debug-attributes \
  --add-modules "$modules" || die "jlink of $java failed"
"$work/root/opt/java/bin/java" -Xshare:dump -XX:+UseSerialGC >/dev/null || die "the runtime that was cut does not run"
find "$work/root/opt/java" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec env \
  LD_LIBRARY_PATH="$work/root/opt/java/lib/server:$work/root/opt/java/lib" ldd {} + |
  grep -o '/[^ ]*\.so[^ ]*' | grep -v "^$work" | sort -u | while read -r library; do
    mkdir -p "$work/root$(dirname "$library")"
    cp -L "$library" "$work/root$library"
  done
mkdir -p "$work/root/tmp" "$work/root/etc"
chmod 1777 "$work/root/tmp"
echo 'ollakeep:x:10001:10001::/:/sbin/nologin' >"$work/root/etc/passwd"
python3 "$root/hack/docker_archive.py" "$work/root" "$out.part"
mv "$out.part" "$out"
say "made $out"
