#!/usr/bin/env bash
# Runs programs of operator/src/programs, which need the tests' class path, from the operator's directory. Expects: `make tools` before.
# Usage: bench.sh NAME [argument...]     NAME: start, scale, idle, rotation, fleet, kubelets, or a class
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ $# -gt 0 ] || die "usage: hack/bench.sh NAME [argument...]"
case $1 in
  kubelets) program=dev.ollakeep.operator.realcluster.RotationOnKubelets ;;
  *.*) program=$1 ;;
  *) program=dev.ollakeep.operator.bench.${1^}Bench ;;
esac
shift
cd "$root"
./mvnw -B -ntp -q ${MAVEN_FLAGS-} -pl operator -am package -DskipTests dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$root/operator/target/test-class-path"
cd operator
exec java -Xmx1g -Dlogback.configurationFile=dev/ollakeep/testing/demo/logback.xml \
  -cp "target/test-classes:target/classes:$(cat target/test-class-path)" "$program" "$@"
