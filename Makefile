# The two commands: `make demo` and `make test`.  Each sets up whatever is missing first.
SHELL := /bin/bash
VENV ?= .venv
PY := $(VENV)/bin/python
export GUI_AGENT_VENV := $(VENV)

.PHONY: help demo test test-models train-smoke eval eval-slice check format machine bench lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo:  ## Watch the agent do three tasks in real applications on a private desktop
	@scripts/setup.sh demo
	@$(PY) -m evals.demo

test:  ## Run the whole test suite, in sandboxes too where they can be made (IMAGE=no: without them)
	@scripts/setup.sh test
	@scripts/test_image.sh
	@$(PY) -m pytest $(ARGS)

test-models:  ## Run the tests that train: data, training, export (installs torch)
	@scripts/setup.sh test models
	@$(MAKE) --no-print-directory train-smoke
	@$(PY) -m pytest -m models $(ARGS)

train-smoke:  ## Run the whole training pipeline, tiny: data, four networks, export, evaluation
	@scripts/setup.sh test models
	@$(PY) -m grounding.training.smoke

eval:  ## Play the whole suites with every agent, for hours; goes on where it stopped (OUT=…, WORKERS=…)
	@scripts/setup.sh test machine
	@scripts/eval.sh

eval-slice:  ## Play a few minutes of them: the light desktop tasks by oracle and by nobody, a virtual machine
	@scripts/setup.sh test
	@scripts/test_image.sh qemu
	@$(PY) -m evals.suites.slice
	@$(PY) -m pytest tests/evals/machines/qemu -k "agreements or TheDesktop or pixel or guests_user or GoingBack"

check:  ## Lint, format check and types
	@scripts/setup.sh base
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format:  ## Format the code
	@$(VENV)/bin/ruff check --fix -q . ; $(VENV)/bin/ruff format .

machine:  ## Build the lean root filesystem that sandboxes run over, once (0.6 GB)
	@scripts/setup.sh base machine
	@$(PY) -m gui_agent.cli machine build --lean

bench:  ## Run every benchmark
	@scripts/setup.sh test
	@$(PY) -m gui_agent.cli bench all

lock:  ## Pin the newest allowed versions with hashes (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --no-header --no-emit-package evdev \
	  $(addprefix --no-emit-package ,selenium trio trio-websocket outcome wsproto pysocks websocket-client) \
	  --extra chat --extra dev --extra evals --extra gym --extra miniwob --extra serve pyproject.toml -o constraints.txt
	@printf '%s\n' onnx filelock sympy networkx fsspec setuptools transformers peft trl accelerate datasets | \
	  uv pip compile -q --universal $(addprefix --no-emit-package ,torch triton cuda-bindings cuda-pathfinder cuda-toolkit \
	    $(addprefix nvidia-,cublas cuda-cccl cuda-cupti cuda-nvrtc cuda-runtime cudnn-cu13 cufft cufile cusolver cusparse \
	    cusparselt-cu13 nccl-cu13 nvjitlink nvshmem-cu13 nvtx)) \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	  --no-header -c <(sed 's/ \\$$//; /--hash/d' constraints.txt) - -o constraints-models.txt

clean:  ## Remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
