# shellcheck shell=bash
# Clients inside the cluster, for tests of what an application there sees. Source it after lib.sh.
CLIENT_IMAGE=${CLIENT_IMAGE:-busybox:1.37}
[ -n "$(kubectl get nodes -o name)" ] || skip "no node of this cluster runs Pods"

# published SECRET: waits for it; one that came after the Pod would be seen there a minute later.
published() {
  is_there() { k get secret "$1" >/dev/null 2>&1; }
  until_ok "secret/$1 is not published" is_there "$1"
}

# client NAME [USER-SECRET]: starts a Pod that waits; the Secret is mounted there, as an application would have it. Not as an
# optional one: of such a volume the kubelet takes the files away when the Secret is deleted.
client() {
  [ -z "${2-}" ] || published "$2"
  local optional=false
  [ -n "${2-}" ] || optional=true
  k apply -f - >/dev/null <<Y
apiVersion: v1
kind: Pod
metadata: {name: $1, labels: {app: client}}
spec:
  automountServiceAccountToken: false
  terminationGracePeriodSeconds: 0
  securityContext: {runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: client
      image: $CLIENT_IMAGE
      command: [sleep, "7200"]
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true}
      volumeMounts: [{name: credential, mountPath: /credential, readOnly: true}]
  volumes: [{name: credential, secret: {secretName: ${2:-none}, optional: $optional}}]
Y
  k wait --for=condition=Ready "pod/$1" --timeout="$TIMEOUT" >/dev/null || fail "pod/$1 is not Ready"
}

# Functions for the shell of a client. Each reads the credential again; without one, none is sent.
# ask WGET-ARGUMENTS...: prints the HTTP status, or nothing where there was no answer. knock HOST PORT...: prints for each
# port, in the order of numbers, whether it is open, refused or silent.
# shellcheck disable=SC2016
prelude='
  header() { cat /credential/basic-auth 2>/dev/null || echo none; }
  ask() {
    timeout 15 wget -q -S -O /dev/null --header "Authorization: $(header)" "$@" 2>&1 |
      sed -n "s|.*HTTP/1[.][01] \([0-9]*\).*|\1|p" | head -n 1
  }
  door() {
    case "$(printf "x\r\n\r\n" | timeout 5 nc "$1" "$2" 2>&1)" in
      HTTP*) echo open ;;
      *refused*) echo refused ;;
      *) echo silent ;;
    esac
  }
  knock() {
    host=$1
    shift
    for port; do echo "$port $(door "$host" "$port" 2>/dev/null)" & done 2>/dev/null | sort -n | tr "\n" ";"
  }
  generate() {
    wget -q -O - --header "Authorization: $(header)" --post-data "$2" "$1/api/generate" |
      awk -v pause="$3" "NR == 1 {print \"begun\"; fflush()}
        NR % 500 == 0 {system(\"sleep \" pause)}
        {last = \$0}
        END {print (last ~ /\"done\":true/ ? \"whole\" : \"broken\"), NR; print substr(last, 1, 200)}"
  }
'

# inside CLIENT COMMAND: runs a shell command there.
inside() { k exec "$1" -- sh -c "$prelude $2"; }

# WORDS tokens of `tiny`, a line each; a reader that pauses after every 500 holds Ollama up, so that any machine takes as long.
WORDS=20000

# slow_stream CLIENT SERVER SECONDS: begins such a stream through the Service; whole_stream waits for its end.
slow_stream() {
  local question='{"model": "tiny", "prompt": "count ~", "options": {"num_predict": '$WORDS'}}'
  inside "$1" "generate http://$2 '$question' $(awk "BEGIN {print $3 * 500 / $WORDS}")" >"$scratch/stream" 2>&1 &
  streaming=$! stream_begun=$SECONDS
  begun() { grep begun "$scratch/stream" >/dev/null 2>&1; }
  until_ok "the stream does not begin" begun
}
is_streaming() { kill -0 "$streaming" 2>/dev/null; }
whole_stream() {
  wait "$streaming" || true
  grep "whole $((WORDS + 1))" "$scratch/stream" >/dev/null || fail "the stream broke off: $(tail -2 "$scratch/stream")"
  say "a stream of $((SECONDS - stream_begun)) s and $WORDS tokens arrived whole"
}

# keep_asking CLIENT URL: asks again and again over new connections, until stop_asking; what was answered is in $scratch/answers,
# "none" where nobody listened, and in $scratch/asking when it was not 200.
keep_asking() {
  # Not by `inside`: of a function in the background, $! would be a shell, and kubectl would outlive it.
  kubectl --namespace "$NAMESPACE" exec "$1" -- sh -c "$prelude while :; do
      answer=\$(ask $2); answer=\${answer:-none}; echo \$answer
      [ \$answer = 200 ] || echo \$answer at \$(date -u +%T) >&2
      sleep 0.1
    done" >"$scratch/answers" 2>"$scratch/asking" &
  asking=$!
  begun() { [ -s "$scratch/answers" ]; }
  until_ok "$1 cannot ask" begun
}
stop_asking() {
  kill -0 "$asking" 2>/dev/null || fail "the client ended: $(cat "$scratch/asking")"
  kill "$asking"
  say "answers meanwhile: $(sort "$scratch/answers" | uniq -c | awk '{printf "%s%s times %s", separator, $1, $2; separator = ", "}')"
}

# pods SERVER: prints the names of its pods that are not ending.
pods() {
  k get pods -l "ollakeep.dev/server=$1" \
    -o jsonpath='{range .items[*]}{.metadata.name} {.metadata.deletionTimestamp}{"\n"}{end}' | awk 'NF == 1 {print $1}'
}

