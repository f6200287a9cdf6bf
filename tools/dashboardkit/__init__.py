"""Grafana's dashboards: made from deploy/grafana/boards, and every query of theirs asked of a running stack. Entry: tools/dashboards."""
