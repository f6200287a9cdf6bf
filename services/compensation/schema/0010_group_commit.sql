-- Grants that are committed together (docs/decisions/0028): everything that a batch is measured by is locked, then summed. The order
-- is that of lock_standing, kind by kind, and within a kind that of the locks themselves, so that batches and single grants never wait
-- for each other in a circle.

-- As lock_limit for many keys, each once; empty ones are not locked.
CREATE FUNCTION lock_limits(kind text, keys text[])
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
DECLARE
  lock_class CONSTANT integer := hashtext(current_schema() || '/limit/' || $1);
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'WRONG_ISOLATION: limits are held in READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock(lock_class, k.hash)
  FROM (SELECT DISTINCT hashtext(u.key) AS hash FROM unnest($2) AS u (key) WHERE u.key <> '' ORDER BY 1) k;
END
$$;

-- lock_standing for a batch of which no two share an order, a case, a customer or an agent. One slice is taken of each budget, with
-- room for all that the batch wants of it: `used` is what is taken at most without the batch; where `slice` is null there was no
-- such slice, and the grant has to be given alone. `to_customer` and `day_count` are those of agent_counts. Tables that were empty
-- when a connection planned this grow large while it lives: it may not read them from end to end.
CREATE FUNCTION lock_standings(orders text[], lines text[], l1s text[], l2s text[], entitlements text[], cases text[],
                               customers text[], limited_customers text[], customer_since_us bigint, proposers text[],
                               limited_agents text[], agent_day text, budgets text[], limits bigint[], amounts bigint[],
                               abuse_since_us bigint, abuse_day_us bigint, abuse_bound integer)
RETURNS TABLE (taken_by uuid, occurrences integer, line_money bigint, line_pieces bigint, order_money bigint, case_total bigint,
               case_goodwill bigint, customer_goodwill bigint, agent_sum bigint, used bigint, slice integer, to_customer integer,
               day_count integer)
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  wanted record;
  slice_of integer;
  used_of bigint;
  names text[] := '{}';
  slices integer[] := '{}';
  useds bigint[] := '{}';
BEGIN
  PERFORM lock_limits('order', $1);
  PERFORM lock_limits('case', $6);
  PERFORM lock_limits('customer', $8);
  PERFORM lock_limits('agent', ARRAY(SELECT a || '/' || $12 FROM unnest($11) a WHERE a <> ''));
  FOR wanted IN SELECT u.budget, max(u.most) AS most, sum(u.amount)::bigint AS amount
                FROM unnest($13, $14, $15) AS u (budget, most, amount) GROUP BY u.budget ORDER BY u.budget LOOP
    SELECT t.slice, t.used INTO slice_of, used_of FROM take_slice(wanted.budget, wanted.most, wanted.amount) t;
    names := array_append(names, wanted.budget);
    slices := array_append(slices, slice_of);
    useds := array_append(useds, used_of);
  END LOOP;

  RETURN QUERY
  SELECT
    (SELECT g.id FROM remedy_grant g WHERE (g.order_name, g.line, g.l1, g.l2, g.entitlement) = (i.order_id, i.line, i.l1, i.l2, i.kind)
       AND g.state IN ('COMMITTED', 'PAYING', 'PAID')),
    (SELECT coalesce(max(g.occurrence), 0) FROM remedy_grant g
     WHERE (g.order_name, g.line, g.l1, g.l2, g.entitlement) = (i.order_id, i.line, i.l1, i.l2, i.kind)),
    o.line_money, o.line_pieces, o.order_money, c.total, c.goodwill,
    CASE WHEN i.limited_customer = '' THEN 0 ELSE
      (SELECT coalesce(sum(g.amount_minor), 0)::bigint FROM remedy_grant g
       WHERE g.customer = i.limited_customer AND g.customer <> '' AND g.entitlement = 'GOODWILL' AND g.commit_us > $9
         AND g.state IN ('COMMITTED', 'PAYING', 'PAID')) END,
    CASE WHEN i.limited_agent = '' THEN 0 ELSE
      (SELECT coalesce(sum(g.amount_minor), 0)::bigint FROM remedy_grant g
       WHERE g.proposer = i.limited_agent AND g.day = $12 AND g.alone AND g.state IN ('COMMITTED', 'PAYING', 'PAID')) END,
    useds[array_position(names, i.budget)], slices[array_position(names, i.budget)],
    CASE WHEN i.customer = '' THEN 0 ELSE (SELECT a.to_customer FROM agent_counts(i.customer, i.proposer, $16, $17, $18) a) END,
    (SELECT count(*)::integer FROM (SELECT 1 FROM remedy_grant g WHERE g.proposer = i.proposer AND g.commit_us > $17 LIMIT $18) d)
  FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $10, $11, $13) WITH ORDINALITY
    AS i (order_id, line, l1, l2, kind, case_id, customer, limited_customer, proposer, limited_agent, budget, place)
  CROSS JOIN LATERAL
    (SELECT coalesce(sum(g.amount_minor) FILTER (WHERE g.category = 'refund' AND g.line = i.line), 0)::bigint AS line_money,
            coalesce(sum(g.quantity) FILTER (WHERE g.kind IN ('RESHIP', 'EXCHANGE') AND g.line = i.line), 0)::bigint AS line_pieces,
            coalesce(sum(g.amount_minor) FILTER (WHERE g.category = 'refund'), 0)::bigint AS order_money
     FROM remedy_grant g WHERE g.order_name = i.order_id AND g.state IN ('COMMITTED', 'PAYING', 'PAID')) o
  CROSS JOIN LATERAL
    (SELECT coalesce(sum(g.amount_minor), 0)::bigint AS total,
            coalesce(sum(g.amount_minor) FILTER (WHERE g.entitlement = 'GOODWILL'), 0)::bigint AS goodwill
     FROM remedy_grant g WHERE g.case_number = i.case_id AND g.state IN ('COMMITTED', 'PAYING', 'PAID')) c
  ORDER BY i.place;
END
$$;

-- What is kept of a quotation is larger than a row may be as it is: the quicker compression, where PostgreSQL was built with it.
DO $$
BEGIN
  ALTER TABLE quotation ALTER COLUMN decisions SET COMPRESSION lz4, ALTER COLUMN fact_names SET COMPRESSION lz4,
    ALTER COLUMN fact_values SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
  NULL;
END
$$;
