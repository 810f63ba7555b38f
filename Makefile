# What people and CI call. Everything else is in hack/.
SHELL := bash
MAVEN := ./mvnw -B -ntp
# Of everything that Maven tells, only warnings and the results of tests.
LOG := -Dorg.slf4j.simpleLogger
BRIEF := $(LOG).defaultLogLevel=warn $(LOG).log.org.apache.maven.plugin.surefire=info
.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this help
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: tools
tools: ## Get what tests and the demo run against (API server, Nginx) into the cache
	@hack/tools.sh

.PHONY: build
build: ## Compile and package, without tests
	@echo "Compiling and packaging; the first time Maven fetches what it needs, which takes a minute or two"
	@$(MAVEN) -q package -DskipTests

.PHONY: test
test: tools ## Run every test and check: unit, golden, drift, layering, real API server, real Nginx
	@OLLAKEEP_REQUIRE_TOOLS=true MAVEN_OPTS="$(BRIEF) $(MAVEN_OPTS)" $(MAVEN) verify

# Empty names and a cache that is not there: a test that starts a server and does not say so by its annotation fails.
.PHONY: unit
unit: ## The tests that need no server, no Nginx and no Ollama, in a minute or so
	@OLLAKEEP_CACHE='$(CURDIR)/operator/target/no-tools' OLLAKEEP_KUBE_ASSETS= NGINX= MAVEN_OPTS="$(BRIEF) $(MAVEN_OPTS)" \
	  env -u OLLAMA $(MAVEN) test -Dtest.without='api-server | nginx'

# CAMPAIGNS names some of load, kills, proxies, swaps, floods, faults, transitions; how long each goes on: hack/soak.sh.
.PHONY: soak
soak: tools ## The long campaigns: rotations under load, kills, floods, faults, transitions; two hours. make soak CAMPAIGNS='load kills' ROTATIONS=200 KILLS=20
	@MAVEN='$(MAVEN)' hack/soak.sh $(CAMPAIGNS)

# MUTANTS names some of operator/src/test/mutants; without it all.
.PHONY: mutants
mutants: tools ## Break one promise after the other in a copy of the sources: a named test must notice each; half an hour
	@MAVEN='$(MAVEN)' hack/mutants.sh $(MUTANTS)

# What each takes as arguments, and prints, is told by its class in operator/src/programs/java. One more,
# kubelets, rotates under load on the cluster of $KUBECONFIG, where the operator runs: make bench BENCH=kubelets BENCH_ARGS=--help
BENCH ?= start scale rotation fleet idle
.PHONY: bench
bench: $(if $(filter-out kubelets,$(BENCH)),tools) ## Measure this machine: start, scale, rotations; make bench BENCH=idle BENCH_ARGS='100 10'
	@for name in $(BENCH); do echo "== $$name"; hack/bench.sh "$$name" $(BENCH_ARGS) || exit 1; done

.PHONY: demo
demo: tools build ## Show the whole path on this machine, in a minute: apply, log in, stream, rotate
	@$${JAVA_HOME:+$$JAVA_HOME/bin/}java -Dlogback.configurationFile=dev/ollakeep/testing/demo/logback.xml \
	  -cp 'testing/target/classes:testing/target/lib/*' dev.ollakeep.testing.demo.Demo

.PHONY: crds
crds: ## Regenerate the CRD, the chart's copy and docs/api.md from the records
	@$(MAVEN) -q -pl crds -am test -Dcrds.rewrite=true -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false
	@git status --short crds docs helm

.PHONY: golden
golden: ## Rewrite the golden files; then read the difference as a reviewer would
	@$(MAVEN) -q -pl operator -am test -Dgolden.rewrite=true -Dtest='Golden*Test' -Dsurefire.failIfNoSpecifiedTests=false
	@git status --short operator/src/test/resources docs

# BASE_IMAGE is a name, or tar:// and the path of an archive as `docker save` writes it.
BASE_IMAGE ?= eclipse-temurin:25-jre
IMAGE ?=
IMAGE_BUILD = $(MAVEN) -q -Pimage -pl operator -am -DskipTests -Dimage.base='$(BASE_IMAGE)' $(if $(IMAGE),-Dimage.name='$(IMAGE)') \
  -Dimage.revision="$$(git rev-parse HEAD 2>/dev/null || echo unknown)" $(IMAGE_ARGS)
.PHONY: image
image: ## Make the operator's image, operator/target/ollakeep-image.tar, and its SBOM, without a container engine
	@rm -f operator/target/ollakeep-sbom.json
	@$(IMAGE_BUILD) package
	@python3 hack/check_image.py operator/target
	@ls -l operator/target/ollakeep-image.tar operator/target/ollakeep-sbom.json

# jib logs in as docker does: $$HOME/.docker/config.json. It makes lists of several platforms in Docker's format only.
PLATFORMS ?= linux/amd64,linux/arm64
.PHONY: image-push
image-push: ## Make the image for several architectures and push it as IMAGE; PLATFORMS, of those that the base has
	@$(IMAGE_BUILD) -Dimage.goal=build -Djib.container.format=Docker -Djib.from.platforms='$(PLATFORMS)' package

# The image is named by IMAGE, more values are in a file: make manifest IMAGE=registry.example.com/ollakeep:1 VALUES=my.yaml
VALUES ?=
.PHONY: manifest
manifest: tools ## Make operator/target/ollakeep.yaml, the chart as one file for kubectl, and try it on a real API server
	@OLLAKEEP_REQUIRE_TOOLS=true $(MAVEN) -q -pl operator -am test -Dtest=InstallManifestTest -Dsurefire.failIfNoSpecifiedTests=false \
	  $(if $(IMAGE),-Dmanifest.image='$(IMAGE)') $(if $(VALUES),-Dmanifest.values='$(abspath $(VALUES))')
	@ls -l operator/target/ollakeep.yaml

# make e2e IMAGE=registry.example.com/ollakeep:1 E2E="hello roles"; all variables: hack/e2e.sh
E2E ?=
.PHONY: e2e
e2e: ## Install the chart on the cluster of $KUBECONFIG, run examples and scenarios there as tests, uninstall
	@IMAGE='$(IMAGE)' hack/e2e.sh $(E2E)
