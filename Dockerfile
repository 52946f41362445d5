# The bot alone, without the stage, from the hashed lock; runs as nobody in particular.
# python:3.13-slim as it was in September 2026; docs/behallare.md says how to find the digest of a newer one
ARG BASE=python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
FROM $BASE
COPY LICENSE requirements.lock requirements-postgres.lock /opt/sigbot/
# With PostgreSQL: --build-arg LOCK=requirements-postgres.lock
ARG LOCK=requirements.lock
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore --require-hashes -r /opt/sigbot/$LOCK
COPY bot /opt/sigbot/bot
COPY handlers /opt/sigbot/handlers
COPY storage /opt/sigbot/storage
# Nobody in particular may not write here: else every start would compile it all
RUN python -m compileall -q /opt/sigbot
# So that `docker compose exec sigbot sigbot check` is what it is elsewhere
RUN printf '#!/bin/sh\nexec python -m bot "$@"\n' > /usr/local/bin/sigbot && chmod 755 /usr/local/bin/sigbot
RUN useradd --system --uid 10001 --home-dir /var/lib/sigbot --create-home sigbot
ENV PYTHONPATH=/opt/sigbot PYTHONUNBUFFERED=1 SIGBOT_CONFIG=/etc/sigbot/sigbot.toml SIGBOT_HEALTH__PORT=8090 SIGBOT_LOG_FORMAT=json
USER 10001
WORKDIR /var/lib/sigbot
VOLUME /var/lib/sigbot
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8090/live', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
# Docker cannot tell exit codes apart: what is for good waits an hour instead of being started again at once
CMD ["run", "--hold"]
