# make run        the app on http://127.0.0.1:5000 with the sample training
# make test       the whole suite, on SQLite and on PostgreSQL
# make bench      what pages, saves and certificates cost, as ratios; PARTS="pages writes" some
# make lint       style, types, floors, templates, translations
# VENV=/some/venv uses that environment as it is instead of making .venv

VENV ?= .venv
export VENV
PY = $(VENV)/bin/python
FLASK = $(VENV)/bin/flask --app wsgi
UV = $(VENV)/bin/uv
COMPILE = $(UV) pip compile --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

.PHONY: run test lint rehearsal bench translations css lock

# A machine that is not set up as a server is somebody's own: secrets are made and kept there.
run rehearsal: export BIMTEK_ENV ?= development

run:
	@bash deploy/bootstrap.sh run
	@$(FLASK) db upgrade
	@$(FLASK) setup
	@exec $(FLASK) serve

test:
	@bash deploy/bootstrap.sh test
	@bash deploy/test.sh

lint:
	@bash deploy/bootstrap.sh lint
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/djlint templates --lint --quiet
	$(PY) deploy/styles.py --check
	$(PY) deploy/translations.py check

rehearsal:
	@bash deploy/bootstrap.sh run
	@rm -rf instance/rehearsal && mkdir -p instance/rehearsal
	@INSTANCE_PATH=instance/rehearsal QUEUE_URL=none $(FLASK) db upgrade
	@INSTANCE_PATH=instance/rehearsal QUEUE_URL=none $(FLASK) rehearsal

bench:
	@bash deploy/bootstrap.sh test
	@bash deploy/bench.sh

# Carries new and changed sentences into the English catalogue; the empty ones wait for a person.
translations:
	@bash deploy/bootstrap.sh lint
	$(PY) deploy/translations.py update
	$(VENV)/bin/pybabel -q compile -d lms/translations

# Joins the style sheets of lms/static/css into the one that pages load.
css:
	@python3 deploy/styles.py

# Keeps the versions that are locked unless a .in file asks for others; UPGRADE=--upgrade renews.
lock:
	@bash deploy/bootstrap.sh lint
	@test -x $(UV) || $(PY) -m pip install --quiet uv==0.13.9
	$(COMPILE) $(UPGRADE) requirements.in -o requirements.txt
	$(COMPILE) $(UPGRADE) requirements-dev.in -o requirements-dev.txt
