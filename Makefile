SHARED ?= ../shared

.PHONY: run test check audit fuzz lock examples client conformance chaos hosts screenshots bench

run:    ## the whole app on this machine
	./run

test:   ## every test
	./test

check:  ## what CI runs
	bash .ci/run

audit:  ## what is known against the pinned packages (asks osv.dev)
	python3 .ci/audit requirements.txt requirements-dev.txt

fuzz:   ## looks for inputs that break a door, for ten minutes
	.venv/bin/python -m tests.fuzz

lock:   ## pin requirements*.in into requirements*.txt (needs uv)
	python3 .ci/lock

examples: ## the examples in the API's schema, from the sample
	.venv/bin/python -m docs.make_examples

client: ## the shapes of the Python client, from the schema
	.venv/bin/python manage.py spectacular --format openapi-json --file clients/python/schema.json
	.venv/bin/python clients/python/make_shapes.py clients/python/schema.json
	.venv/bin/ruff format --quiet clients/python/second_source_client/shapes.py
	rm clients/python/schema.json

conformance: ## schemathesis asks what the schema says, for ten minutes
	.venv/bin/python -m tests.conformance

chaos:  ## a hundred kills on each stack while articles arrive (as root also full disks); docs/reliability.md
	.venv/bin/python -m tests.chaos --stack sqlite
	.venv/bin/python -m tests.chaos --stack postgres

hosts:  ## worker machines in network namespaces, cut off and back (as root); docs/scale.md
	.venv/bin/python -m tests.hosts

screenshots: ## the pictures in docs/, from the sample
	.venv/bin/python -m docs.make_screenshots

bench:  ## the figures of docs/benchmarks.md
	.venv/bin/python -m benchmarks.gold --shared $(SHARED)
	.venv/bin/python -m benchmarks.polnear $(SHARED)/benchmarks/polnear.jsonl
	.venv/bin/python -m benchmarks.reading $(SHARED)/corpus/syria_news.ndjson
	.venv/bin/python -m benchmarks.end_to_end $(SHARED)
	.venv/bin/python -m benchmarks.same_event $(SHARED)
	.venv/bin/python -m benchmarks.same_event $(SHARED) --fit
	.venv/bin/python -m benchmarks.pairs
	.venv/bin/python -m benchmarks.linking --claims 10000 100000 --postgres
	.venv/bin/python -m benchmarks.search --claims 10000 100000 --postgres
	.venv/bin/python -m benchmarks.relations $(SHARED)
	.venv/bin/python -m benchmarks.agreement $(SHARED)
	.venv/bin/python -m benchmarks.agreement $(SHARED) --fit
	.venv/bin/python -m benchmarks.wording $(SHARED)
	.venv/bin/python benchmarks/truth_discovery.py $(SHARED)/benchmarks/truth --verdicts 20
	.venv/bin/python -m benchmarks.two_camps $(SHARED)/benchmarks/truth
	.venv/bin/python -m benchmarks.inference_speed
	.venv/bin/python -m benchmarks.simulation
	.venv/bin/python -m benchmarks.denials $(SHARED)
	.venv/bin/python -m benchmarks.settling --claims 1000 10000 --postgres
	.venv/bin/python -m benchmarks.pages
	.venv/bin/python -m benchmarks.api
	.venv/bin/python -m benchmarks.outlets $(SHARED)/corpus/syria_news.ndjson
	.venv/bin/python -m benchmarks.corpus $(SHARED)/corpus/syria_news.ndjson --postgres
	.venv/bin/python -m benchmarks.scale $(SHARED)/corpus/syria_news.ndjson
	.venv/bin/python -m benchmarks.remedies
	.venv/bin/python -m benchmarks.load
