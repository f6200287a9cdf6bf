-- Who complains and what they share, as intake tells it: keyed fingerprints only, whose key is intake's. And the flags that follow:
-- rows are only added, and a flag changes nothing by itself.
CREATE TABLE case_claimant (
  complaint text PRIMARY KEY,
  case_number text NOT NULL,
  partition smallint NOT NULL CHECK (partition >= 0),
  customer text NOT NULL CHECK (customer ~ '^[0-9a-f]{32}$'),
  receive_us bigint NOT NULL
);
CREATE INDEX case_claimant_customer ON case_claimant (customer, receive_us);
CREATE INDEX case_claimant_case ON case_claimant (case_number);
CREATE TABLE claimant_identifier (
  customer text NOT NULL CHECK (customer ~ '^[0-9a-f]{32}$'),
  kind text NOT NULL CHECK (kind IN ('PHONE', 'ADDRESS', 'DEVICE')),
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{32}$'),
  first_us bigint NOT NULL,
  PRIMARY KEY (customer, kind, fingerprint)
);
CREATE UNIQUE INDEX claimant_identifier_sharers ON claimant_identifier (kind, fingerprint, customer);

CREATE TABLE abuse_flag (
  id uuid PRIMARY KEY,
  partition smallint NOT NULL CHECK (partition >= 0),
  case_number text NOT NULL,
  quotation uuid NOT NULL REFERENCES quotation,
  grant_id uuid REFERENCES remedy_grant,  -- null: raised before anything was given
  customer text NOT NULL,
  agent text NOT NULL,  -- empty: the sign is about the customer
  sign text NOT NULL CHECK (sign IN ('CUSTOMER_COMPLAINTS', 'CUSTOMER_GRANTS', 'RING', 'SELF_DEALING', 'AGENT_VELOCITY')),
  counted integer NOT NULL,
  allowed integer NOT NULL,
  raise_us bigint NOT NULL,
  CHECK (counted > allowed)
);
-- One flag for each sign of a case: who asks again is not told again.
CREATE UNIQUE INDEX abuse_flag_once ON abuse_flag (case_number, sign, agent);
CREATE INDEX abuse_flag_newest ON abuse_flag (raise_us DESC, id DESC);
CREATE TRIGGER case_claimant_immutable BEFORE UPDATE OR DELETE ON case_claimant FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER claimant_identifier_immutable BEFORE UPDATE OR DELETE ON claimant_identifier
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER abuse_flag_immutable BEFORE UPDATE OR DELETE ON abuse_flag FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a customer was given, whatever it was.
CREATE INDEX remedy_grant_given ON remedy_grant (customer, commit_us) WHERE customer <> '';

-- Counts about a customer since a time, none beyond `bound`; the partition of the case, 0 where intake told of none; and whether
-- anybody shares anything with the customer.
CREATE FUNCTION customer_counts(customer_id text, case_id text, since_us bigint, bound integer)
RETURNS TABLE (partition integer, complaints integer, grants integer, shares boolean)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT
    coalesce((SELECT c.partition::integer FROM case_claimant c WHERE c.case_number = $2 LIMIT 1), 0),
    (SELECT count(*)::integer FROM (SELECT 1 FROM case_claimant c WHERE c.customer = $1 AND c.receive_us > $3 LIMIT $4) found),
    (SELECT count(*)::integer FROM (SELECT 1 FROM remedy_grant g WHERE g.customer = $1 AND g.customer <> '' AND g.commit_us > $3
       AND g.state <> 'FAILED' LIMIT $4) found),
    EXISTS (SELECT 1 FROM claimant_identifier own JOIN claimant_identifier other USING (kind, fingerprint)
            WHERE own.customer = $1 AND other.customer <> $1)
$$;

-- Counts about an agent: grants to the customer, or to who shares something with it, since a time, and all since another time; none
-- beyond `bound`.
CREATE FUNCTION agent_counts(customer_id text, agent text, since_us bigint, day_us bigint, bound integer)
RETURNS TABLE (to_customer integer, day integer)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT
    (SELECT count(*)::integer FROM (
       SELECT 1 FROM (SELECT $1 AS customer WHERE $1 <> '' UNION
                      (SELECT other.customer FROM claimant_identifier own JOIN claimant_identifier other USING (kind, fingerprint)
                       WHERE own.customer = $1 LIMIT 50)) ring
       JOIN remedy_grant g ON g.customer = ring.customer
       WHERE g.customer <> '' AND g.commit_us > $3 AND g.proposer = $2 LIMIT $5) found),
    (SELECT count(*)::integer FROM (SELECT 1 FROM remedy_grant g WHERE g.proposer = $2 AND g.commit_us > $4 LIMIT $5) found)
$$;

-- Cases that casework merged away, and into which, or took out again (empty): the newest row of a case counts. What was given for a
-- case that is merged away is borne by whom the other case finds responsible.
CREATE TABLE case_merge (
  move bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,  -- in the order of the log, under the lock of the case
  case_number text NOT NULL,
  into_case text NOT NULL CHECK (into_case <> case_number),
  merge_us bigint NOT NULL
);
CREATE UNIQUE INDEX case_merge_newest ON case_merge (case_number, move DESC);
CREATE INDEX case_merge_into ON case_merge (into_case);
CREATE TRIGGER case_merge_immutable BEFORE UPDATE OR DELETE ON case_merge FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Into which case this one is merged just now; empty: into none.
CREATE FUNCTION merged_into(case_id text)
RETURNS text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT coalesce((SELECT m.into_case FROM case_merge m WHERE m.case_number = $1 ORDER BY m.move DESC LIMIT 1), '')
$$;

-- A case and all that are merged into it, directly or through others.
CREATE FUNCTION merged_cases(case_id text)
RETURNS SETOF text LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  WITH RECURSIVE all_of (case_number) AS (
    SELECT $1
    UNION
    SELECT m.case_number FROM case_merge m JOIN all_of a ON m.into_case = a.case_number
    WHERE NOT EXISTS (SELECT 1 FROM case_merge later WHERE later.case_number = m.case_number AND later.move > m.move)
  )
  SELECT case_number FROM all_of
$$;
