# The portal: one image for web, worker and beat (deploy/run says what each does), and the proxy before it.
# The steps are script/bootstrap's own; Node.js is there only while they run.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/sxsh
COPY script/bootstrap script/
COPY requirements.lock package.json package-lock.json .npmrc ./
RUN script/bootstrap --production
COPY . .
# Settings for this one step: the start is as strict as in service, but nothing is reached and nothing kept.
RUN SXSH_ENV=production STATIC_ROOT=/srv/sxsh/collected ALLOWED_HOSTS=build.invalid \
    DATABASE_OWNER_URL=postgresql://build.invalid/none REDIS_URL=redis://build.invalid/0 \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    .venv/bin/python manage.py collectstatic --noinput \
    && .venv/bin/python -m compileall -q agencies budgets core plans portal reporting sxsh_portal tasks \
    && rm -rf node_modules var

FROM python:3.11-slim-bookworm AS portal
# Versions are those of the base image's Debian release: it mends faults without changing what programs do.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /nonexistent --shell /usr/sbin/nologin sxsh \
    && install -d -o sxsh -g sxsh -m 0700 /var/lib/sxsh /var/lib/sxsh/files /var/lib/sxsh/backups
WORKDIR /srv/sxsh
COPY --from=build /srv/sxsh /srv/sxsh
ENV PATH=/srv/sxsh/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SXSH_ENV=production \
    SXSH_VAR_DIR=/var/lib/sxsh \
    STATIC_ROOT=/srv/sxsh/collected \
    XDG_CACHE_HOME=/tmp/cache
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["deploy/run"]
CMD ["web"]
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 \
    CMD ["python", "-m", "sxsh_portal.alive", "web"]

FROM caddy:2.10-alpine AS proxy
COPY deploy/Caddyfile /etc/caddy/Caddyfile
RUN chown -R 10001:10001 /data /config
USER 10001:10001
EXPOSE 8080 8443
HEALTHCHECK --interval=30s --timeout=5s --retries=3 \
    CMD ["wget", "--quiet", "--spider", "http://127.0.0.1:8081/"]
