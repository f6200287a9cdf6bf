-- The last step of a transaction that says something. Each lock is a statement of its own; the last sequences are read in a
-- statement after them, hence by a snapshot that sees what the former holder committed. Returns the sequences in the order of
-- the input, and the positions that each event carries. `afters`: NULL means what this service's consumers have applied, the claims
-- of this transaction included. `ids`: NULL has them made here.
CREATE FUNCTION append_events(partitions smallint[], types text[], subjects text[], times timestamptz[], traceparents text[],
                              afters text[], data bytea[], ids uuid[] DEFAULT NULL, OUT sequences bigint[], OUT positions text[])
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
  lock_class CONSTANT int := hashtext(current_schema());
  count_of CONSTANT int := cardinality($1);
  partition_limit smallint;
  locked smallint[] := '{}';
  next smallint;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'WRONG_ISOLATION: events are appended in READ COMMITTED only';
  END IF;
  IF count_of = 0 THEN
    sequences := '{}';
    positions := '{}';
    RETURN;
  END IF;
  IF (cardinality($2), cardinality($3), cardinality($4), cardinality($5), cardinality($6), cardinality($7),
      coalesce(cardinality($8), count_of))
     IS DISTINCT FROM (count_of, count_of, count_of, count_of, count_of, count_of, count_of) THEN
    RAISE EXCEPTION USING ERRCODE = 'RD400', MESSAGE = 'BAD_ARRAYS: the arrays of append_events differ in length';
  END IF;
  SELECT s.partitions INTO partition_limit FROM log_shape s;
  locked := ARRAY(SELECT DISTINCT p FROM unnest($1) p ORDER BY p);
  IF partition_limit IS NULL OR locked[1] < 0 OR locked[cardinality(locked)] >= partition_limit THEN
    RAISE EXCEPTION USING ERRCODE = 'RD400', MESSAGE = 'BAD_PARTITION: the log has no such partition, or is not open';
  END IF;

  FOREACH next IN ARRAY locked LOOP
    PERFORM pg_advisory_xact_lock(lock_class, next);
  END LOOP;

  WITH input AS MATERIALIZED (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
      AS u(partition, type, subject, time, traceparent, after, data, id, place)
  ), applied AS MATERIALIZED (
    -- What this service has applied of other logs: `source/epoch/sequence …`. Where two consumers read the same log, the farther one
    -- counts: what it names exists, so waiting for it ends.
    SELECT a.partition, string_agg(format('%s/%s/%s', a.source, a.epoch, a.sequence), ' ' ORDER BY a.source) AS positions
    FROM (SELECT w.partition, s.source, s.epoch, max(o."to") AS sequence
          FROM (SELECT DISTINCT i.partition FROM input i WHERE i.after IS NULL) w
          CROSS JOIN consumer_source s
          CROSS JOIN LATERAL (SELECT o."to" FROM consumer_offset o
                              WHERE (o.consumer, o.source, o.epoch, o.partition) = (s.consumer, s.source, s.epoch, w.partition)
                              ORDER BY o."from" DESC LIMIT 1) o
          GROUP BY w.partition, s.source, s.epoch) a
    WHERE a.sequence > 0
    GROUP BY a.partition
  ), ends AS MATERIALIZED (
    SELECT l.partition, coalesce(e.sequence, f.sequence, 0) AS sequence, a.positions AS applied
    FROM unnest(locked) AS l(partition)
    LEFT JOIN LATERAL (SELECT e.sequence FROM event e WHERE e.partition = l.partition ORDER BY e.sequence DESC LIMIT 1) e ON true
    LEFT JOIN log_floor f ON f.partition = l.partition
    LEFT JOIN applied a ON a.partition = l.partition
  ), numbered AS MATERIALIZED (
    SELECT i.partition, i.type, i.subject, i.time, i.traceparent, i.data, i.id, i.place, coalesce(i.after, ends.applied, '') AS after,
           ends.sequence + row_number() OVER (PARTITION BY i.partition ORDER BY i.place) AS sequence
    FROM input i JOIN ends ON ends.partition = i.partition
  ), inserted AS (
    INSERT INTO event (partition, sequence, id, type, subject, time, traceparent, after, data)
    SELECT n.partition, n.sequence, coalesce(n.id, gen_random_uuid()), n.type, n.subject, n.time, n.traceparent, n.after, n.data
    FROM numbered n
  )
  SELECT array_agg(n.sequence ORDER BY n.place), array_agg(n.after ORDER BY n.place) INTO sequences, positions FROM numbered n;
END
$$;
