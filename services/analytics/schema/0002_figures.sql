-- The figures over the facts: what counts, the KPIs, and the views for Grafana. Sums of whole numbers; ratios are for who shows them.

-- The policy of KPIs (data/kpis.yaml), written at every start.
CREATE TABLE kpi_policy (
  kpi text PRIMARY KEY,
  place int NOT NULL,
  unit text NOT NULL CHECK (unit IN ('SHARE', 'CASES', 'MINOR')),
  within interval,
  target_percent int CHECK (target_percent BETWEEN 0 AND 100),
  floor_percent int CHECK (floor_percent BETWEEN 0 AND 100),
  below boolean NOT NULL
);

-- What figures depend on beside facts and policy; one row. `as_of`: business time, for the views; who calls gives its own.
CREATE TABLE figure_setting (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  time_zone text NOT NULL DEFAULT 'Asia/Shanghai',
  currency text NOT NULL DEFAULT 'CNY',
  as_of timestamptz NOT NULL DEFAULT now()
);
INSERT INTO figure_setting DEFAULT VALUES;

-- One row a case, joined from the facts of its sources; what is not known yet has a word for it.
CREATE VIEW case_figure AS
SELECT k.partition, k.case_number, k.received_time, (k.received_time AT TIME ZONE s.time_zone)::date AS day,
       coalesce(nullif(c.channel, ''), 'UNKNOWN') AS channel,
       coalesce(nullif(k.l1, ''), 'UNCLASSIFIED') AS l1, k.l2,
       CASE WHEN k.l1 = '' THEN 'UNCLASSIFIED' WHEN k.l2 = '' THEN k.l1 ELSE k.l1 || '/' || k.l2 END AS tag,
       coalesce(nullif(r.team, ''), 'NONE') AS team,
       coalesce(nullif(c.seller, ''), 'UNKNOWN') AS seller,
       coalesce(nullif(r.severity, ''), 'UNKNOWN') AS severity,
       coalesce(r.malicious, false) AS malicious,
       -- Who closed it knows; until then the tag says it.
       CASE WHEN k.finding <> '' THEN k.finding = 'NOT_A_COMPLAINT' ELSE k.l1 = 'OTHER' END AS not_complaint,
       k.merged_into <> '' AS merged,
       k.state, k.state NOT IN ('CLOSED', 'REJECTED', 'MERGED') AS open,
       -- A person's word and the complete checklist; or an answer from the platform that the customer confirmed.
       least(CASE WHEN k.checklist_time IS NOT NULL AND k.told_time IS NOT NULL THEN greatest(k.checklist_time, k.told_time) END,
             i.solved_time) AS feedback_time,
       least(k.resolve_time, i.solved_time) AS resolve_time,
       k.close_count, k.reopen_count, k.repeat_count, k.callback_outcome
FROM case_fact k
CROSS JOIN figure_setting s
LEFT JOIN complaint_fact c ON c.partition = k.partition AND c.complaint = k.complaint
LEFT JOIN route_fact r ON r.partition = k.partition AND r.case_number = k.case_number
LEFT JOIN intent_fact i ON i.partition = k.partition AND i.case_number = k.case_number;

-- Numerator and denominator of every KPI, by day (`by_day`) and key of a dimension ('' for none). Cases received from `first_time`
-- until before `past_time`. A promise that is still open counts, as not kept, once its time has passed at `as_of`.
CREATE FUNCTION kpi_counts(as_of timestamptz, first_time timestamptz, past_time timestamptz, of_malicious boolean, dimension text,
                           by_day boolean)
RETURNS TABLE (day date, key text, kpi text, numerator bigint, denominator bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET plan_cache_mode = force_custom_plan -- a day and a year want different plans
SET jit = off
SET work_mem = '64MB'
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH counted AS MATERIALIZED (
    SELECT f.case_number, f.received_time, f.feedback_time, f.resolve_time, f.callback_outcome, f.close_count, f.repeat_count,
           f.reopen_count, f.channel, f.open, CASE WHEN $6 THEN f.day END AS d,
           CASE $5 WHEN 'CHANNEL' THEN f.channel WHEN 'TAG' THEN f.tag WHEN 'TEAM' THEN f.team WHEN 'SELLER' THEN f.seller
                   WHEN 'SEVERITY' THEN f.severity WHEN 'DAY' THEN f.day::text ELSE '' END AS k
    FROM case_figure f
    WHERE f.received_time >= $2 AND f.received_time < $3 AND NOT f.merged AND NOT f.not_complaint AND f.malicious = $4
  ), limits AS (
    SELECT (SELECT p.within FROM kpi_policy p WHERE p.kpi = 'first_feedback') AS feedback,
           (SELECT p.within FROM kpi_policy p WHERE p.kpi = 'resolved') AS resolved
  ), cases AS (
    SELECT c.d, c.k, count(*) AS all_of,
           count(*) FILTER (WHERE c.feedback_time <= c.received_time + l.feedback) AS fed_back,
           count(*) FILTER (WHERE c.feedback_time IS NOT NULL OR c.received_time + l.feedback < $1) AS feedback_due,
           count(*) FILTER (WHERE c.resolve_time <= c.received_time + l.resolved) AS resolved,
           count(*) FILTER (WHERE c.resolve_time IS NOT NULL OR c.received_time + l.resolved < $1) AS resolution_due,
           count(*) FILTER (WHERE c.callback_outcome = 'SATISFIED') AS content,
           count(*) FILTER (WHERE c.callback_outcome IN ('SATISFIED', 'NOT_SATISFIED')) AS reached,
           count(*) FILTER (WHERE c.close_count > 0) AS closed,
           count(*) FILTER (WHERE c.close_count > 0 AND c.repeat_count > 0) AS repeated,
           count(*) FILTER (WHERE c.close_count > 0 AND c.reopen_count > 0) AS reopened,
           count(*) FILTER (WHERE c.channel NOT IN ('HOTLINE', 'UNKNOWN')) AS elsewhere,
           count(*) FILTER (WHERE c.channel <> 'UNKNOWN') AS channel_known,
           count(*) FILTER (WHERE c.open) AS open
    FROM counted c CROSS JOIN limits l GROUP BY c.d, c.k
  ), clocks AS (
    SELECT c.d, c.k, f.kind, count(*) FILTER (WHERE f.state = 'MET') AS met, count(*) AS over
    FROM counted c JOIN clock_fact f ON f.case_number = c.case_number WHERE f.state IN ('MET', 'BREACHED')
    GROUP BY c.d, c.k, f.kind
  ), escalations AS (
    SELECT t.d, t.k, count(*) FILTER (WHERE t.risen) AS risen, count(*) AS timed
    FROM (SELECT c.d, c.k, bool_or(f.level IN ('SUPERVISOR', 'MANAGER')) AS risen
          FROM counted c JOIN clock_fact f ON f.case_number = c.case_number GROUP BY c.d, c.k, c.case_number) t
    GROUP BY t.d, t.k
  ), costs AS (
    SELECT c.d, c.k, sum(f.amount_minor)::bigint AS minor
    FROM counted c JOIN grant_fact f ON f.case_number = c.case_number
    WHERE c.close_count > 0 AND f.state IN ('COMMITTED', 'PAID') AND f.currency = (SELECT s.currency FROM figure_setting s)
    GROUP BY c.d, c.k
  ), answers AS (
    SELECT c.d, c.k, count(*) FILTER (WHERE f.score >= 4) AS satisfied, count(*) AS answered
    FROM counted c JOIN survey_fact f ON f.case_number = c.case_number GROUP BY c.d, c.k
  ), asked AS (
    SELECT c.d, c.k, sum(least(n.answered, n.sent))::bigint AS answered, sum(n.sent)::bigint AS sent
    FROM counted c
    JOIN (SELECT f.case_number, count(*) AS sent,
                 (SELECT count(*) FROM survey_fact a WHERE a.case_number = f.case_number) AS answered
          FROM notice_fact f WHERE f.kind = 'SURVEY' AND f.send_time IS NOT NULL GROUP BY f.case_number) n
      ON n.case_number = c.case_number
    GROUP BY c.d, c.k
  )
  SELECT c.d, c.k, v.kpi, v.numerator, v.denominator
  FROM cases c
  LEFT JOIN costs o ON o.d IS NOT DISTINCT FROM c.d AND o.k = c.k
  CROSS JOIN LATERAL (VALUES
    ('first_feedback', c.fed_back, c.feedback_due),
    ('resolved', c.resolved, c.resolution_due),
    ('callback_satisfied', c.content, c.reached),
    ('repeat_rate', c.repeated, c.closed),
    ('reopened', c.reopened, c.closed),
    ('other_than_hotline', c.elsewhere, c.channel_known),
    ('backlog', c.open, c.all_of),
    ('cost_per_case', coalesce(o.minor, 0), c.closed),
    ('hotline_answered', 0::bigint, 0::bigint)) AS v(kpi, numerator, denominator)
  UNION ALL SELECT c.d, c.k, 'first_response', c.met, c.over FROM clocks c WHERE c.kind = 'FIRST_RESPONSE'
  UNION ALL SELECT c.d, c.k, 'breach_rate_' || lower(c.kind), c.over - c.met, c.over FROM clocks c
  UNION ALL SELECT c.d, c.k, 'breach_rate', sum(c.over - c.met)::bigint, sum(c.over)::bigint FROM clocks c GROUP BY c.d, c.k
  UNION ALL SELECT e.d, e.k, 'escalated', e.risen, e.timed FROM escalations e
  UNION ALL SELECT a.d, a.k, 'satisfied', a.satisfied, a.answered FROM answers a
  UNION ALL SELECT a.d, a.k, 'survey_response', a.answered, a.sent FROM asked a;
END
$$;

-- What GetKpis says beside the figures.
CREATE FUNCTION case_counts(first_time timestamptz, past_time timestamptz, of_malicious boolean)
RETURNS TABLE (counted bigint, malicious bigint, not_complaint bigint, merged bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
  SELECT count(*) FILTER (WHERE NOT f.merged AND NOT f.not_complaint AND f.malicious = $3),
         count(*) FILTER (WHERE NOT f.merged AND NOT f.not_complaint AND f.malicious <> $3),
         count(*) FILTER (WHERE NOT f.merged AND f.not_complaint),
         count(*) FILTER (WHERE f.merged)
  FROM case_figure f WHERE f.received_time >= $1 AND f.received_time < $2
$$;

-- The views for dashboards. Names and columns are stable; they look back 400 days.
CREATE VIEW grafana_kpi AS
SELECT c.day, c.kpi, c.numerator, c.denominator, p.target_percent / 100.0::float8 AS target
FROM figure_setting s
CROSS JOIN LATERAL kpi_counts(s.as_of, s.as_of - interval '400 days', 'infinity', false, '', true) c
JOIN kpi_policy p ON p.kpi = c.kpi;

CREATE VIEW grafana_kpi_by AS
SELECT c.day, c.kpi, d.dimension, c.key, c.numerator, c.denominator, p.target_percent / 100.0::float8 AS target
FROM figure_setting s
CROSS JOIN unnest(ARRAY['CHANNEL', 'TAG', 'TEAM', 'SELLER', 'SEVERITY']) AS d(dimension)
CROSS JOIN LATERAL kpi_counts(s.as_of, s.as_of - interval '400 days', 'infinity', false, d.dimension, true) c
JOIN kpi_policy p ON p.kpi = c.kpi;

CREATE VIEW grafana_volume AS
SELECT date_trunc('hour', c.received_time) AS hour, c.channel, coalesce(nullif(k.l1, ''), 'UNCLASSIFIED') AS l1,
       coalesce(k.l2, '') AS l2, coalesce(nullif(r.team, ''), 'NONE') AS team,
       coalesce(nullif(r.severity, ''), 'UNKNOWN') AS severity, count(*) AS received
FROM complaint_fact c
LEFT JOIN case_fact k ON k.case_number = c.case_number
LEFT JOIN route_fact r ON r.case_number = c.case_number
WHERE c.received_time >= (SELECT s.as_of - interval '400 days' FROM figure_setting s)
GROUP BY 1, 2, 3, 4, 5, 6;

CREATE VIEW grafana_backlog AS
SELECT f.state, f.severity, f.team, count(*) AS cases, min(f.received_time) AS oldest_received_time
FROM case_figure f WHERE f.open GROUP BY 1, 2, 3;

CREATE VIEW grafana_clock AS
SELECT (f.start_time AT TIME ZONE s.time_zone)::date AS day, f.kind, f.state, count(*) AS clocks
FROM clock_fact f CROSS JOIN figure_setting s
WHERE f.start_time >= s.as_of - interval '400 days' GROUP BY 1, 2, 3;

CREATE VIEW grafana_grant AS
SELECT (f.commit_time AT TIME ZONE s.time_zone)::date AS day, f.kind, f.currency, sum(f.amount_minor)::bigint AS amount_minor,
       count(*) AS grants
FROM grant_fact f CROSS JOIN figure_setting s
WHERE f.state IN ('COMMITTED', 'PAID') AND f.commit_time >= s.as_of - interval '400 days' GROUP BY 1, 2, 3;

-- Lets the group role `redress_grafana` read the views and nothing else; makes it where it is missing and we may. True: it has them.
-- Called at every start, for the role may come later than the schema. Give it to whom Grafana logs in as:
--   GRANT redress_grafana TO grafana;
CREATE FUNCTION grant_views() RETURNS boolean LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'redress_grafana') THEN
    CREATE ROLE redress_grafana NOLOGIN;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO redress_grafana', current_schema());
  GRANT SELECT ON grafana_kpi, grafana_kpi_by, grafana_volume, grafana_backlog, grafana_clock, grafana_grant TO redress_grafana;
  RETURN true;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
  RETURN false;
END
$$;
