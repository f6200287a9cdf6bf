-- The hotline's answer rate beside the figures of cases: what was kpi_counts counts cases from now on, and kpi_counts is both.
ALTER FUNCTION kpi_counts(timestamptz, timestamptz, timestamptz, boolean, text, boolean) RENAME TO case_kpi_counts;

-- Calls offered from `first_time` until before `past_time`, by day (`by_day`) and key of a dimension. A call has a day and a
-- channel and nothing else that figures are told by, and nobody suspects it of malice: of other dimensions there is no row.
CREATE FUNCTION call_kpi_counts(first_time timestamptz, past_time timestamptz, of_malicious boolean, dimension text, by_day boolean)
RETURNS TABLE (day date, key text, kpi text, numerator bigint, denominator bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
  SELECT c.d, c.k, 'hotline_answered',
         count(*) FILTER (WHERE c.outcome = 'ANSWERED' AND c.outcome_time <= c.offered_time + c.promise), count(*)
  FROM (SELECT f.outcome, f.offered_time, f.outcome_time,
               CASE WHEN $5 THEN (f.offered_time AT TIME ZONE s.time_zone)::date END AS d,
               CASE $4 WHEN 'CHANNEL' THEN 'HOTLINE' WHEN 'DAY' THEN (f.offered_time AT TIME ZONE s.time_zone)::date::text
                       ELSE '' END AS k,
               coalesce((SELECT p.within FROM kpi_policy p WHERE p.kpi = 'hotline_answered'), interval '30 seconds') AS promise
        FROM call_fact f CROSS JOIN figure_setting s
        WHERE f.offered_time >= $1 AND f.offered_time < $2 AND NOT $3 AND $4 IN ('', 'CHANNEL', 'DAY')) c
  GROUP BY c.d, c.k
$$;

-- Numerator and denominator of every KPI, as 0002_figures.sql says of cases.
CREATE FUNCTION kpi_counts(as_of timestamptz, first_time timestamptz, past_time timestamptz, of_malicious boolean, dimension text,
                           by_day boolean)
RETURNS TABLE (day date, key text, kpi text, numerator bigint, denominator bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
  SELECT c.day, c.key, c.kpi, c.numerator, c.denominator FROM case_kpi_counts($1, $2, $3, $4, $5, $6) c
  WHERE c.kpi <> 'hotline_answered'
  UNION ALL SELECT c.day, c.key, c.kpi, c.numerator, c.denominator FROM call_kpi_counts($2, $3, $4, $5, $6) c
$$;

-- A view keeps the function that it was made with, under whatever name: made again with the new one.
CREATE OR REPLACE VIEW grafana_kpi AS
SELECT c.day, c.kpi, c.numerator, c.denominator, p.target_percent / 100.0::float8 AS target
FROM figure_setting s
CROSS JOIN LATERAL kpi_counts(s.as_of, s.as_of - interval '400 days', 'infinity', false, '', true) c
JOIN kpi_policy p ON p.kpi = c.kpi;

CREATE OR REPLACE VIEW grafana_kpi_by AS
SELECT c.day, c.kpi, d.dimension, c.key, c.numerator, c.denominator, p.target_percent / 100.0::float8 AS target
FROM figure_setting s
CROSS JOIN unnest(ARRAY['CHANNEL', 'TAG', 'TEAM', 'SELLER', 'SEVERITY']) AS d(dimension)
CROSS JOIN LATERAL kpi_counts(s.as_of, s.as_of - interval '400 days', 'infinity', false, d.dimension, true) c
JOIN kpi_policy p ON p.kpi = c.kpi;
