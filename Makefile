# make help lists the targets.
.PHONY: help run dev test check check-all bench fuzz golden generate tools

PKGS := ./...

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ -/'

run: ## build and open the demo house on http://127.0.0.1:8080
	@go build -o bin/referd ./cmd/referd
	@./bin/referd demo -data bin/demo

dev: ## the demo house, built and started again whenever a source changes
	@.ci/dev

test: tools ## everything: unit, whole-house scripts, SQLite and PostgreSQL, a real browser
	@test -z "$$(gofmt -l $$(git ls-files '*.go' | grep -v _templ.go))" || (gofmt -l $$(git ls-files '*.go' | grep -v _templ.go); echo "gofmt these"; exit 1)
	go vet -composites=false $(PKGS)
	go test -timeout 30m $(PKGS)

check-all: tools ## every page and state, in every theme and size
	ALL=1 go test -count=1 -timeout 40m -run 'Browser|Keyboard' ./cmd/referd

check: ## fast: no network, no servers
	go vet -composites=false $(PKGS)
	go test -short -timeout 2m . ./base/... ./core/... ./wire/... ./web/... ./desk/... ./cmd/...

bench: ## the figures we promised, beside the floor
	go run ./bench

fuzz: ## a minute on every reader
	@grep -rhoH '^func Fuzz[A-Za-z]*' --include='*_test.go' base core desk edge store web wire | sed 's/:func / /' | while read file name; do \
	  go test -run '^$$' -fuzz "^$$name$$" -fuzztime 1m "./$$(dirname $$file)" || exit 1; done

golden: ## rewrite golden files; read the diff before you commit it
	go test ./core/referral ./core/measure -rewrite
	go test -short ./edge/fhir -run TestNeighbours -rewrite

generate: ## pages from their templates
	go tool templ generate -path web/page

# What the tests need and a fresh Debian lacks.
tools:
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  need=""; \
	  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need="$$need postgresql"; \
	  command -v chromium >/dev/null || need="$$need chromium"; \
	  command -v zbarimg >/dev/null || need="$$need zbar-tools"; \
	  if [ -n "$$need" ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$need >/dev/null; fi; \
	else \
	  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo "PostgreSQL tests will be skipped: install postgresql"; \
	  command -v chromium >/dev/null || echo "browser tests will be skipped: install chromium"; \
	  command -v zbarimg >/dev/null || echo "no square will be read back: install zbar-tools"; \
	fi
	@if command -v npm >/dev/null; then for d in browser fhirclient; do (cd testdata/$$d && npm ci --no-audit --no-fund --silent); done; else echo "tests with a browser and with an independent FHIR client will be skipped: install npm"; fi
