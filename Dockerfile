# One image for every process: web, worker, beat and migrate differ by their command only.

FROM node:22-bookworm-slim AS frontend
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements/base.txt requirements/
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements/base.txt

FROM python:3.11-slim-bookworm AS app
# Debian removes superseded versions from its mirrors: a pinned one could not be installed next month.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 renda \
    && useradd --system --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin renda \
    && install -d -o 10001 -g 10001 /data /data/media

ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=renda.settings.production \
    DATA_DIR=/data \
    MEDIA_ROOT=/data/media \
    STATIC_ROOT=/app/static-collected \
    PAPER_FONT_DIR=/data/fonts \
    OFFICE_FONT_DIR=/data/office-fonts

WORKDIR /app
COPY --from=packages /venv /venv

# the fonts of official papers, put where TeX would have put them; prepared at the first paper
COPY scripts/install_fonts.sh scripts/
RUN apt-get update \
    && PAPER_FONT_DIR=/tmp/fonts scripts/install_fonts.sh \
    && install -D -m 644 -t /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol /tmp/fonts/src/*.otf \
    && rm -rf /tmp/fonts /var/lib/apt/lists/*

COPY --from=frontend /build/node_modules node_modules
COPY . .
RUN SECRET_KEY=build ALLOWED_HOSTS=localhost CSRF_TRUSTED_ORIGINS=https://localhost \
    python manage.py collectstatic --noinput --verbosity 0

USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=4 \
    CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "renda.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--max-requests", "2000", "--max-requests-jitter", "200"]
