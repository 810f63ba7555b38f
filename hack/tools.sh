#!/usr/bin/env bash
# Gets the programs that tests and the demo run against, and says where they are.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
hack=$root/hack

assets=$("$hack/kube-assets.sh")
nginx=$("$hack/nginx.sh")
ollama=${OLLAMA:-$(command -v ollama || echo 'none, the built-in fake is used (set OLLAMA to use a real one)')}
say "API server  $assets"
say "Nginx       $nginx"
say "Ollama      $ollama"
