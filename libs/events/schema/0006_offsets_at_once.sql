-- Offsets are trimmed by one pass over the rows of their stream, and by where they lie: the table is small and changes all the time, so
-- any plan that looks for each row again looks cheap and is not. Rows are never updated, so none moves meanwhile.
CREATE OR REPLACE FUNCTION trim_offsets(consumer_name text, source_name text, source_epoch text, row_limit int)
RETURNS bigint LANGUAGE sql VOLATILE
SET search_path FROM CURRENT
AS $$
  WITH gone AS (
    DELETE FROM consumer_offset o WHERE o.ctid = ANY (ARRAY(
      SELECT s.place FROM (
        SELECT i.ctid AS place, i."from", max(i."from") OVER (PARTITION BY i.partition) AS newest FROM consumer_offset i
        WHERE (i.consumer, i.source, i.epoch) = ($1, $2, $3)) s
      WHERE s."from" < s.newest
      LIMIT $4))
    RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
