# syntax=docker/dockerfile:1
# One image for every process: web, live, worker, beat, migrate. docs/runbook.md says how they fit together.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /build/requirements/base.txt
# Every package by its checksum: what differs from the lock is refused.
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r /build/requirements/base.txt

FROM python:3.11-slim-bookworm
# What PDFs are set with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --home-dir /app --shell /usr/sbin/nologin app \
    && install -d -o app -g app -m 0750 /data /data/media /data/backups /data/beat /run/metrics
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=csplatform.settings.production \
    MEDIA_ROOT=/data/media
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY manage.py pyproject.toml LICENSE ./
COPY bin bin
COPY core core
COPY workspaces workspaces
COPY accounts accounts
COPY notifications notifications
COPY playbooks playbooks
COPY health health
COPY surveys surveys
COPY lifecycle lifecycle
COPY portal portal
COPY reports reports
COPY integrations integrations
COPY csplatform csplatform
COPY templates templates
COPY static static
COPY locale locale
USER app
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "-m", "csplatform.probe", "web"]
CMD ["gunicorn", "--config", "python:csplatform.gunicorn", "csplatform.wsgi:application"]
