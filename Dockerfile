# brievenbus in een container: leest brieven zonder netwerk, als gewone gebruiker, en schrijft alleen waar u dat zegt.
#
#   docker build -t brievenbus .
#   docker run --rm --network none --read-only --tmpfs /tmp -v "$PWD:/brieven:ro" brievenbus lees brief.jpg
FROM python:3.11-slim-bookworm

# De map met de gebouwde herkenner; klaar bij het bouwen, alleen gelezen bij het draaien.
ENV BRIEVENBUS_CACHE=/app/.cache

WORKDIR /app
COPY . .
RUN bash .ci/start --help \
    && chmod -R a+rX /app \
    && rm -rf /var/lib/apt/lists/* /root/.cache \
    && useradd --no-create-home --home-dir /tmp brievenbus

USER brievenbus
WORKDIR /brieven
ENTRYPOINT ["/app/.venv/bin/brievenbus"]
CMD ["--help"]
