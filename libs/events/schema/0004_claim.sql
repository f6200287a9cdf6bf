-- How far one consumer is with one partition of one log.
CREATE FUNCTION applied_sequence(consumer_name text, source_name text, source_epoch text, partition_number smallint)
RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT o."to" FROM consumer_offset o
                   WHERE (o.consumer, o.source, o.epoch, o.partition) = ($1, $2, $3, $4)
                   ORDER BY o."from" DESC LIMIT 1), 0)
$$;

-- The first step of a consuming transaction. Locks the partitions against replicas of the same consumer and against a retry of
-- parked events, ascending; then, in a statement of its own, inserts the offsets where they join the last ones, else refuses
-- everything. Answers which of the subjects are parked.
CREATE FUNCTION claim_offsets(consumer_name text, sources text[], epochs text[], partitions smallint[], froms bigint[],
                              tos bigint[], subjects text[])
RETURNS text[] LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
  claimed int;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'WRONG_ISOLATION: offsets are claimed in READ COMMITTED only';
  END IF;
  PERFORM lock_consumption($1, $4);

  INSERT INTO consumer_offset (consumer, source, epoch, partition, "from", "to")
  SELECT $1, u.s, u.e, u.p, u.f, u.t FROM unnest($2, $3, $4, $5, $6) AS u(s, e, p, f, t)
  WHERE u.f = coalesce((SELECT o."to" FROM consumer_offset o
                        WHERE (o.consumer, o.source, o.epoch, o.partition) = ($1, u.s, u.e, u.p)
                        ORDER BY o."from" DESC LIMIT 1), 0)
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS claimed = ROW_COUNT;
  IF claimed <> cardinality($4) THEN
    RAISE EXCEPTION USING ERRCODE = 'RD409', MESSAGE = 'OFFSET_MOVED: another replica has applied these events';
  END IF;
  RETURN ARRAY(SELECT DISTINCT e.subject FROM parked_event e WHERE e.consumer = $1 AND e.subject = ANY ($7));
END
$$;

-- Locks partitions of one consumer until the end of the transaction.
CREATE FUNCTION lock_consumption(consumer_name text, partitions smallint[])
RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path FROM CURRENT
AS $$
DECLARE
  lock_class CONSTANT int := hashtext(current_schema() || '/consume/' || $1);
  next smallint;
BEGIN
  FOREACH next IN ARRAY ARRAY(SELECT DISTINCT p FROM unnest($2) p ORDER BY p) LOOP
    PERFORM pg_advisory_xact_lock(lock_class, next);
  END LOOP;
END
$$;

-- Removes all but the newest offsets of one log's partitions, at most `row_limit` rows. Returns how many.
CREATE FUNCTION trim_offsets(consumer_name text, source_name text, source_epoch text, row_limit int)
RETURNS bigint LANGUAGE sql VOLATILE
SET search_path FROM CURRENT
AS $$
  WITH old AS (
    SELECT o.partition, o."from" FROM consumer_offset o
    WHERE (o.consumer, o.source, o.epoch) = ($1, $2, $3)
      AND o."from" < (SELECT n."from" FROM consumer_offset n
                      WHERE (n.consumer, n.source, n.epoch, n.partition) = ($1, $2, $3, o.partition)
                      ORDER BY n."from" DESC LIMIT 1)
    LIMIT $4
  ), gone AS (
    DELETE FROM consumer_offset o USING old
    WHERE (o.consumer, o.source, o.epoch, o.partition, o."from") = ($1, $2, $3, old.partition, old."from")
    RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
