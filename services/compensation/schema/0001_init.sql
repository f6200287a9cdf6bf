-- Compensation's own tables; those of the log, the offsets, the requests and the effects come from libs/events and libs/pg.
-- Times are business time in microseconds since the Unix epoch (`_us`), but `ask_after`, which is machine time. Amounts are minor
-- units. Ids are bare (`260101-00000001-42`, `a-li`), orders are names (`orders/1`) as the platform gives them.

-- What was said stays said.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'IMMUTABLE: rows of ' || TG_TABLE_NAME || ' are only added';
END
$$;

CREATE TABLE quotation (
  quotation uuid PRIMARY KEY,
  case_number text NOT NULL CHECK (case_number <> ''),
  customer text NOT NULL CHECK (customer = '' OR customer ~ '^[0-9a-f]{32}$'),
  l1 text NOT NULL CHECK (l1 ~ '^[A-Z_]{1,63}$'),
  l2 text NOT NULL CHECK (l2 ~ '^[A-Z_]{0,63}$'),
  policy_version text NOT NULL CHECK (policy_version <> ''),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  create_us bigint NOT NULL,
  expire_us bigint NOT NULL CHECK (expire_us > create_us),
  fact_names text[] NOT NULL,
  fact_values text[] NOT NULL,
  CHECK (cardinality(fact_names) = cardinality(fact_values))
);
CREATE INDEX quotation_case ON quotation (case_number, create_us DESC);

CREATE TABLE quotation_option (
  quotation uuid NOT NULL REFERENCES quotation,
  option_id text NOT NULL CHECK (option_id ~ '^[0-9]{1,4}$'),
  kind text NOT NULL,
  order_name text NOT NULL,
  line text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  quantity integer NOT NULL CHECK (quantity >= 0),
  required text NOT NULL,
  within_ms bigint NOT NULL CHECK (within_ms > 0),
  rules text[] NOT NULL CHECK (cardinality(rules) > 0),
  reason_zh text NOT NULL,
  reason_en text NOT NULL,
  ground text NOT NULL,
  line_paid_minor bigint NOT NULL CHECK (line_paid_minor >= 0),
  line_quantity integer NOT NULL CHECK (line_quantity >= 0),
  order_paid_minor bigint NOT NULL CHECK (order_paid_minor >= 0),
  PRIMARY KEY (quotation, option_id)
);
CREATE TRIGGER quotation_immutable BEFORE UPDATE OR DELETE ON quotation FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER quotation_option_immutable BEFORE UPDATE OR DELETE ON quotation_option
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A thing given. The entitlement is (order, line, cause, kind of entitlement), across cases.
CREATE TABLE remedy_grant (
  id uuid PRIMARY KEY,
  partition smallint NOT NULL CHECK (partition >= 0),
  case_number text NOT NULL,
  customer text NOT NULL,
  quotation uuid NOT NULL,
  option_id text NOT NULL,
  kind text NOT NULL,
  entitlement text NOT NULL CHECK (entitlement IN ('MAKE_GOOD', 'GOODWILL', 'DAMAGES')),
  order_name text NOT NULL CHECK (order_name <> ''),
  line text NOT NULL,
  l1 text NOT NULL,
  l2 text NOT NULL,
  occurrence integer NOT NULL CHECK (occurrence >= 1),
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  quantity integer NOT NULL,
  category text NOT NULL CHECK (category IN ('refund', 'goods', 'goodwill', 'damages')),
  budget text NOT NULL,
  state text NOT NULL CHECK (state IN ('COMMITTED', 'PAYING', 'PAID', 'FAILED', 'REVERSED')),
  proposer text NOT NULL CHECK (proposer <> ''),
  plan_hash text NOT NULL CHECK (plan_hash ~ '^[0-9a-f]{64}$'),
  alone boolean NOT NULL,
  day text NOT NULL,
  approver text,
  approve_authority text,
  approve_us bigint,
  failure_reason text NOT NULL DEFAULT '',
  result_reference text NOT NULL DEFAULT '',
  reverse_reason text NOT NULL DEFAULT '',
  commit_us bigint NOT NULL,
  pay_us bigint,
  fail_us bigint,
  reverse_us bigint,
  version bigint NOT NULL CHECK (version >= 1),
  -- When the platform may be asked next, by the database's clock, and how often it was.
  ask_after timestamptz NOT NULL DEFAULT now(),
  ask_count integer NOT NULL DEFAULT 0,
  FOREIGN KEY (quotation, option_id) REFERENCES quotation_option,
  CHECK (alone = (approver IS NULL)),
  CHECK (approver <> proposer),
  CHECK (num_nulls(approver, approve_authority, approve_us) IN (0, 3)),
  CHECK ((state IN ('PAID', 'REVERSED')) = (pay_us IS NOT NULL)),
  CHECK ((state = 'FAILED') = (fail_us IS NOT NULL)),
  CHECK ((state = 'REVERSED') = (reverse_us IS NOT NULL))
) WITH (fillfactor = 70);
-- The two indexes that make a second live grant, and a second grant of one occurrence, impossible.
CREATE UNIQUE INDEX entitlement_live ON remedy_grant (order_name, line, l1, l2, entitlement)
  WHERE state IN ('COMMITTED', 'PAYING', 'PAID');
CREATE UNIQUE INDEX entitlement_occurrence ON remedy_grant (order_name, line, l1, l2, entitlement, occurrence);
CREATE INDEX remedy_grant_case ON remedy_grant (case_number);
CREATE INDEX remedy_grant_customer ON remedy_grant (customer, commit_us) WHERE customer <> '' AND entitlement = 'GOODWILL';
CREATE INDEX remedy_grant_agent ON remedy_grant (proposer, day) WHERE alone;
CREATE INDEX remedy_grant_newest ON remedy_grant (commit_us DESC, id DESC);
CREATE INDEX remedy_grant_owed ON remedy_grant (ask_after) WHERE state IN ('COMMITTED', 'PAYING');

-- What was taken of a budget (`2026-11-goodwill`) and given back to it: rows are only added. Written under the budget's lock, so
-- that the order of `entry` is the order of commits within a budget.
CREATE TABLE budget_entry (
  entry bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  budget text NOT NULL CHECK (budget ~ '^[0-9]{4}-[0-9]{2}-[a-z]+$'),
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  grant_id uuid NOT NULL REFERENCES remedy_grant
);
CREATE INDEX budget_entry_budget ON budget_entry (budget, entry) INCLUDE (amount_minor);
CREATE UNIQUE INDEX budget_entry_once ON budget_entry (grant_id, sign(amount_minor));
-- The sum of a budget's entries up to one of them, so that a sum reads a few hundred rows however long the month is.
CREATE TABLE budget_sum (
  budget text NOT NULL,
  entry bigint NOT NULL,
  amount_minor bigint NOT NULL,
  PRIMARY KEY (budget, entry)
);

-- One transfer: as much is charged to `debit` as is credited to `credit`, so the books balance row by row.
CREATE TABLE ledger_entry (
  entry bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  grant_id uuid NOT NULL REFERENCES remedy_grant,
  reason text NOT NULL CHECK (reason IN ('COMMITTED', 'PAID', 'FAILED', 'REVERSED')),
  debit text NOT NULL CHECK (debit ~ '^[a-z-]{1,63}$'),
  credit text NOT NULL CHECK (credit ~ '^[a-z-]{1,63}$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  create_us bigint NOT NULL,
  CHECK (debit <> credit),
  UNIQUE (grant_id, reason)
);
CREATE INDEX ledger_entry_debit ON ledger_entry (debit, entry);
CREATE INDEX ledger_entry_credit ON ledger_entry (credit, entry);
CREATE TRIGGER ledger_entry_immutable BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_entry_immutable BEFORE UPDATE OR DELETE ON budget_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE VIEW account AS
  SELECT account, currency, sum(debit)::bigint AS debit_minor, sum(credit)::bigint AS credit_minor
  FROM (SELECT debit AS account, currency, amount_minor AS debit, 0 AS credit FROM ledger_entry
        UNION ALL SELECT credit, currency, 0, amount_minor FROM ledger_entry) sides
  GROUP BY account, currency;
