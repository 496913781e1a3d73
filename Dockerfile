# One image for the web server, the workers and the timer: compose.yaml says which of them a container is.
# Debian 13, for the sake of its PostgreSQL 17 programs: pg_dump must not be older than the server of compose.yaml.
FROM python:3.11-slim-trixie

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# For `manage.py backup` and `restore`.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*

# Nothing runs as root. /data holds what the app writes beside the database and may lose: collected static files, beat's
# schedule. /kept is for what it may not, and outlives the container: compose.yaml.
RUN useradd --system --uid 10001 --create-home --shell /usr/sbin/nologin second-source \
    && install --directory --owner second-source --group second-source /data /kept
ENV DATA_DIR=/data
WORKDIR /app

# The requirements change seldom, the code often: two layers.
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY . .
USER second-source

# Settings want a key even here; this one signs nothing and is not kept in the image.
RUN SECRET_KEY=for-collectstatic-only python manage.py collectstatic --noinput

EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
