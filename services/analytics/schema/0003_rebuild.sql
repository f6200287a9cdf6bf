-- Rebuilds: each a fold of all logs from their beginning, compared with the facts that there are. One at a time.
CREATE TABLE rebuild (
  id text PRIMARY KEY,
  state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  swap boolean NOT NULL,
  requester text NOT NULL,
  create_time timestamptz NOT NULL,
  end_time timestamptz,
  event_count bigint NOT NULL DEFAULT 0,
  event_total bigint NOT NULL DEFAULT 0,
  row_count bigint NOT NULL DEFAULT 0,
  identical boolean NOT NULL DEFAULT false,
  failure_reason text NOT NULL DEFAULT '',
  sources text NOT NULL DEFAULT '',
  tables bytea NOT NULL DEFAULT '', -- redress.analytics.v1.Rebuild with `tables` alone
  -- Machine time until when the process that is at it keeps it; another one begins it anew after that.
  leased_until timestamptz,
  attempt bigint NOT NULL DEFAULT 0, -- fences a process that comes back too late
  CHECK ((end_time IS NOT NULL) = (state IN ('SUCCEEDED', 'FAILED')))
);
CREATE UNIQUE INDEX rebuild_one ON rebuild ((true)) WHERE state IN ('PENDING', 'RUNNING');
