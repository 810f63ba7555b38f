#!/usr/bin/env bash
# Runs a program of the tests' class path, from the operator's directory. Expects: `make tools` before.
# Usage: bench.sh MAIN-CLASS [argument...]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# -gt 0 ] || die "usage: hack/bench.sh MAIN-CLASS [argument...]"
cd "$root"
./mvnw -B -ntp -q ${MAVEN_FLAGS-} -pl operator -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$root/operator/target/test-class-path"
cd operator
exec java -Xmx1g -Dlogback.configurationFile=dev/ollakeep/testing/demo/logback.xml \
  -cp "target/test-classes:target/classes:$(cat target/test-class-path)" "$@"
