-- Offsets are trimmed by two passes over the rows of their stream: the table is small and changes all the time, so a plan that reads
-- the whole of it for each row looks cheap and is not.
CREATE OR REPLACE FUNCTION trim_offsets(consumer_name text, source_name text, source_epoch text, row_limit int)
RETURNS bigint LANGUAGE sql VOLATILE
SET search_path FROM CURRENT
AS $$
  WITH newest AS MATERIALIZED (
    SELECT o.partition, max(o."from") AS "from" FROM consumer_offset o
    WHERE (o.consumer, o.source, o.epoch) = ($1, $2, $3) GROUP BY o.partition
  ), old AS MATERIALIZED (
    SELECT o.partition, o."from" FROM consumer_offset o JOIN newest n ON n.partition = o.partition AND o."from" < n."from"
    WHERE (o.consumer, o.source, o.epoch) = ($1, $2, $3)
    LIMIT $4
  ), gone AS (
    DELETE FROM consumer_offset o USING old
    WHERE (o.consumer, o.source, o.epoch) = ($1, $2, $3) AND o.partition = old.partition AND o."from" = old."from"
    RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
