-- A budget that many take from at once (docs/decisions/0020): what is left of it is allotted to slices, each with a lock of its own,
-- so that grants of one month commit side by side. Nearly used up, the whole budget is locked, summed, and allotted anew.
ALTER TABLE budget_entry ADD COLUMN slice smallint NOT NULL DEFAULT 0 CHECK (slice >= 0);
ALTER TABLE budget_sum ADD COLUMN slice smallint NOT NULL DEFAULT 0 CHECK (slice >= 0);
DROP INDEX budget_entry_budget;
CREATE INDEX budget_entry_slice ON budget_entry (budget, slice, entry) INCLUDE (amount_minor);
CREATE INDEX budget_sum_slice ON budget_sum (budget, slice, entry) INCLUDE (amount_minor);

-- What each slice may still take: until what was taken of it has grown from `taken` by `room`. The newest round holds, and only for
-- the limit that it was made for. Written under the lock of the whole budget.
CREATE TABLE budget_allotment (
  budget text NOT NULL,
  round bigint NOT NULL CHECK (round >= 1),
  limit_minor bigint NOT NULL,
  taken bigint[] NOT NULL,
  room bigint[] NOT NULL,
  PRIMARY KEY (budget, round),
  CHECK (cardinality(taken) = cardinality(room) AND cardinality(room) > 0 AND 0 <= ALL (room))
);
CREATE TRIGGER budget_allotment_immutable BEFORE UPDATE OR DELETE ON budget_allotment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- How many slices a budget has: at least as many as connections that grant at once.
CREATE FUNCTION budget_slices() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 32';

-- As lock_limit: shared with others who share it, and without waiting.
CREATE FUNCTION share_limit(kind text, key text)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'WRONG_ISOLATION: limits are held in READ COMMITTED only';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtext(current_schema() || '/limit/' || $1), hashtext($2));
END
$$;
CREATE FUNCTION try_limit(kind text, key text)
RETURNS boolean LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
  SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || '/limit/' || $1), hashtext($2))
$$;

-- What is taken of a slice. The caller holds its lock or that of the whole budget, so the order of `entry` is that of commits within
-- the slice, and what has gathered may be folded into a sum.
CREATE FUNCTION slice_taken(budget_name text, slice_number integer)
RETURNS bigint LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  base bigint := 0;
  since bigint := 0;
  gathered bigint;
  rows bigint;
  last bigint;
BEGIN
  SELECT s.entry, s.amount_minor INTO since, base FROM budget_sum s
  WHERE s.budget = $1 AND s.slice = $2 ORDER BY s.entry DESC LIMIT 1;
  SELECT coalesce(sum(e.amount_minor), 0), count(*), max(e.entry) INTO gathered, rows, last
  FROM budget_entry e WHERE e.budget = $1 AND e.slice = $2 AND e.entry > coalesce(since, 0);
  IF rows >= 256 THEN
    INSERT INTO budget_sum (budget, slice, entry, amount_minor) VALUES ($1, $2, last, coalesce(base, 0) + gathered);
  END IF;
  RETURN coalesce(base, 0) + gathered;
END
$$;

-- Locks a slice that nobody is at, or waits for one where all are taken; who asks for the same again gets the next.
CREATE FUNCTION lock_free_slice(budget_name text)
RETURNS integer LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
DECLARE
  first integer := floor(random() * budget_slices());
  slice integer;
BEGIN
  FOR i IN 0 .. budget_slices() - 1 LOOP
    slice := (first + i) % budget_slices();
    IF try_limit('slice', $1 || '/' || slice) THEN RETURN slice; END IF;
  END LOOP;
  PERFORM lock_limit('slice', $1 || '/' || first);
  RETURN first;
END
$$;

-- A slice of the budget, locked, from which `amount` can be taken, and how much is taken of the budget at most: as if the other
-- slices were used up. With the shared lock of the budget, so that nobody allots meanwhile. Null where no slice was found so: then
-- nothing stays locked.
CREATE FUNCTION take_slice(budget_name text, limit_of_budget bigint, amount bigint, OUT slice integer, OUT used bigint)
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  allotted record;
  room bigint;
BEGIN
  BEGIN
    PERFORM share_limit('budget', $1);
    -- In a new statement, under a snapshot that sees the allotment of whoever held the budget's lock before.
    SELECT a.limit_minor, a.taken, a.room INTO allotted FROM budget_allotment a
    WHERE a.budget = $1 ORDER BY a.round DESC LIMIT 1;
    IF NOT FOUND OR allotted.limit_minor <> $2 OR cardinality(allotted.room) <> budget_slices() THEN
      RAISE EXCEPTION USING ERRCODE = 'RD001', MESSAGE = 'the budget has to be allotted';
    END IF;
    slice := lock_free_slice($1);
    room := allotted.room[slice + 1] - (slice_taken($1, slice) - allotted.taken[slice + 1]);
    IF room < $3 THEN
      RAISE EXCEPTION USING ERRCODE = 'RD001', MESSAGE = 'the slice has no room';
    END IF;
    used := $2 - room;
  EXCEPTION WHEN SQLSTATE 'RD001' THEN  -- the block is undone, its locks with it
    slice := NULL;
    used := NULL;
  END;
END
$$;

-- What is taken of the whole budget. The caller holds its lock.
CREATE OR REPLACE FUNCTION budget_used(budget_name text)
RETURNS bigint LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
  SELECT sum(slice_taken($1, s))::bigint FROM generate_series(0, budget_slices() - 1) s
$$;

-- Allots what is left of the budget to its slices, evenly. The caller holds the budget's lock and has written what it takes.
CREATE FUNCTION allot_budget(budget_name text, limit_of_budget bigint)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
DECLARE
  taken_now bigint[];
  left_over bigint;
  n integer := budget_slices();
BEGIN
  SELECT array_agg(slice_taken($1, s) ORDER BY s) INTO taken_now FROM generate_series(0, n - 1) s;
  left_over := greatest(0, $2 - (SELECT sum(t) FROM unnest(taken_now) t));
  INSERT INTO budget_allotment (budget, round, limit_minor, taken, room)
  SELECT $1, 1 + coalesce((SELECT max(a.round) FROM budget_allotment a WHERE a.budget = $1), 0), $2, taken_now,
         (SELECT array_agg(left_over / n + CASE WHEN s < left_over % n THEN 1 ELSE 0 END ORDER BY s)
          FROM generate_series(0, n - 1) s);
END
$$;

-- As before, with the budget by slices: `slice` is the one that the grant is taken from; where it is null the whole budget is locked
-- and `used` is exact. A slice is looked for last, for whatever is locked is locked until the commit.
DROP FUNCTION lock_standing(text, text, text, text, text, text, text, bigint, text, text, text);
CREATE FUNCTION lock_standing(order_id text, line_id text, cause_l1 text, cause_l2 text, entitlement_kind text, case_id text,
                              customer_id text, customer_since_us bigint, agent text, agent_day text, budget_name text,
                              budget_limit bigint, amount bigint)
RETURNS TABLE (taken_by uuid, occurrences integer, line_money bigint, line_pieces bigint, order_money bigint, case_total bigint,
               case_goodwill bigint, customer_goodwill bigint, agent_sum bigint, used bigint, slice integer)
LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  place record;
BEGIN
  PERFORM lock_limit('order', $1);
  PERFORM lock_limit('case', $6);
  IF $7 <> '' THEN PERFORM lock_limit('customer', $7); END IF;
  IF $9 <> '' THEN PERFORM lock_limit('agent', $9 || '/' || $10); END IF;
  SELECT t.slice, t.used INTO place FROM take_slice($11, $12, $13) t;
  IF place.slice IS NULL THEN
    PERFORM lock_limit('budget', $11);
    place.used := budget_used($11);
  END IF;

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
    place.used, place.slice
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

-- Gives a grant's share back to the slice that it was taken from, under that slice's lock, so that no sum passes it over.
CREATE FUNCTION release_budget(grant_name uuid)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
DECLARE
  taken record;
BEGIN
  SELECT e.budget, e.slice, e.amount_minor INTO STRICT taken FROM budget_entry e WHERE e.grant_id = $1 AND e.amount_minor > 0;
  PERFORM share_limit('budget', taken.budget);
  PERFORM lock_limit('slice', taken.budget || '/' || taken.slice);
  INSERT INTO budget_entry (budget, slice, amount_minor, grant_id) VALUES (taken.budget, taken.slice, -taken.amount_minor, $1);
END
$$;
