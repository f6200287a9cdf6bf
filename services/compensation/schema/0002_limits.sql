-- Limits under concurrency: lock, then sum in a new statement, then insert. Every function asserts READ COMMITTED, where each
-- statement has a snapshot of its own: a sum read after a lock sees whatever the former holder committed.

-- Locks one thing until the end of the transaction. Whoever locks several goes in the order of lock_standing.
CREATE FUNCTION lock_limit(kind text, key text)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'WRONG_ISOLATION: limits are held in READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext(current_schema() || '/limit/' || $1), hashtext($2));
END
$$;

-- What is taken of a budget. The caller holds its lock, and so may fold what has gathered into a sum.
CREATE FUNCTION budget_used(budget_name text)
RETURNS bigint LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  base bigint := 0;
  since bigint := 0;
  gathered bigint;
  rows bigint;
  last bigint;
BEGIN
  SELECT s.entry, s.amount_minor INTO since, base FROM budget_sum s WHERE s.budget = $1 ORDER BY s.entry DESC LIMIT 1;
  SELECT coalesce(sum(e.amount_minor), 0), count(*), max(e.entry) INTO gathered, rows, last
  FROM budget_entry e WHERE e.budget = $1 AND e.entry > coalesce(since, 0);
  IF rows >= 256 THEN
    INSERT INTO budget_sum (budget, entry, amount_minor) VALUES ($1, last, coalesce(base, 0) + gathered);
  END IF;
  RETURN coalesce(base, 0) + gathered;
END
$$;

-- Locks everything that a grant is measured by, in this order, and says what was given so far. Empty names are not locked: an
-- anonymous customer has no limit, what was approved does not count for the agent's day.
CREATE FUNCTION lock_standing(order_id text, line_id text, cause_l1 text, cause_l2 text, entitlement_kind text, case_id text,
                              customer_id text, customer_since_us bigint, agent text, agent_day text, budget_name text)
RETURNS TABLE (taken_by uuid, occurrences integer, line_money bigint, line_pieces bigint, order_money bigint, case_total bigint,
               case_goodwill bigint, customer_goodwill bigint, agent_sum bigint, used bigint)
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  budget_sum bigint;
BEGIN
  PERFORM lock_limit('order', $1);
  PERFORM lock_limit('case', $6);
  IF $7 <> '' THEN PERFORM lock_limit('customer', $7); END IF;
  IF $9 <> '' THEN PERFORM lock_limit('agent', $9 || '/' || $10); END IF;
  PERFORM lock_limit('budget', $11);
  budget_sum := budget_used($11);

  RETURN QUERY
  SELECT
    (SELECT g.id FROM remedy_grant g WHERE (g.order_name, g.line, g.l1, g.l2, g.entitlement) = ($1, $2, $3, $4, $5)
       AND g.state IN ('COMMITTED', 'PAYING', 'PAID')),
    (SELECT coalesce(max(g.occurrence), 0) FROM remedy_grant g
     WHERE (g.order_name, g.line, g.l1, g.l2, g.entitlement) = ($1, $2, $3, $4, $5)),
    o.line_money, o.line_pieces, o.order_money, c.total, c.goodwill,
    (SELECT coalesce(sum(g.amount_minor), 0)::bigint FROM remedy_grant g
     WHERE $7 <> '' AND g.customer = $7 AND g.customer <> '' AND g.entitlement = 'GOODWILL' AND g.commit_us > $8
       AND g.state IN ('COMMITTED', 'PAYING', 'PAID')),
    (SELECT coalesce(sum(g.amount_minor), 0)::bigint FROM remedy_grant g
     WHERE g.proposer = $9 AND g.day = $10 AND g.alone AND g.state IN ('COMMITTED', 'PAYING', 'PAID')),
    budget_sum
  FROM
    (SELECT coalesce(sum(g.amount_minor) FILTER (WHERE g.category = 'refund' AND g.line = $2), 0)::bigint AS line_money,
            coalesce(sum(g.quantity) FILTER (WHERE g.kind IN ('RESHIP', 'EXCHANGE') AND g.line = $2), 0)::bigint AS line_pieces,
            coalesce(sum(g.amount_minor) FILTER (WHERE g.category = 'refund'), 0)::bigint AS order_money
     FROM remedy_grant g WHERE g.order_name = $1 AND g.state IN ('COMMITTED', 'PAYING', 'PAID')) o,
    (SELECT coalesce(sum(g.amount_minor), 0)::bigint AS total,
            coalesce(sum(g.amount_minor) FILTER (WHERE g.entitlement = 'GOODWILL'), 0)::bigint AS goodwill
     FROM remedy_grant g WHERE g.case_number = $6 AND g.state IN ('COMMITTED', 'PAYING', 'PAID')) c;
END
$$;

-- Grants whose turn it is to ask the platform, now PAYING, and not another's turn before `lease` is over, with how often the
-- platform was asked before.
CREATE FUNCTION take_asks(row_limit integer, lease interval)
RETURNS TABLE (id uuid, attempts integer)
LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
  WITH due AS (
    SELECT g.id, g.ask_count AS attempts FROM remedy_grant g
    WHERE g.state IN ('COMMITTED', 'PAYING') AND g.ask_after <= clock_timestamp()
    ORDER BY g.ask_after LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE remedy_grant g
  SET state = 'PAYING', version = g.version + (g.state = 'COMMITTED')::int, ask_count = g.ask_count + 1,
      ask_after = clock_timestamp() + $2
  FROM due WHERE g.id = due.id
  RETURNING g.id, due.attempts
$$;
