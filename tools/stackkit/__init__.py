"""A private stack: PostgreSQL, Redis, Envoy, Prometheus and the suite, kept up by supervisord. Entry: tools/stack."""
