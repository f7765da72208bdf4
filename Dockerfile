# The program, for use with a Neo4j of its own beside it; docker-compose.yml starts the two.
FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim
WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY --from=assets /app/node_modules node_modules
COPY pyproject.toml ./
COPY graph graph
COPY loaders loaders
COPY viz viz
COPY api api
COPY data data
RUN install -d -o 10001 -g 10001 /var/lib/citynet
USER 10001:10001
ENV CITYNET_HOME=/var/lib/citynet \
    CITYNET_CACHE=/var/lib/citynet/cache \
    PYTHONPATH=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
VOLUME /var/lib/citynet
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/api/health', timeout=4)"]
ENTRYPOINT ["python", "-P", "-m", "api.cli"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--sample-if-empty"]
