.PHONY: run test check lock bench

run:    ## the whole app on this machine
	./run

test:   ## every test
	./test

check:  ## what CI runs
	bash .ci/run

lock:   ## pin requirements*.in into requirements*.txt (needs uv)
	python3 .ci/lock

bench:  ## the figures of docs/benchmarks.md (reads ../shared)
	.venv/bin/python benchmarks/gold.py
	.venv/bin/python benchmarks/same_event.py
	.venv/bin/python benchmarks/relations.py
	.venv/bin/python benchmarks/truth_discovery.py
