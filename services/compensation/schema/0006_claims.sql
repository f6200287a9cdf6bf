-- Who bears what was given. What a case was found, as casework told it last; and the claims of ours that follow from it. Parties are
-- kinds of parties, never persons: which seller it is, the order says.
CREATE TABLE case_finding (
  case_number text PRIMARY KEY,
  closing integer NOT NULL CHECK (closing >= 1),  -- which end of the case told it
  party text NOT NULL CHECK (party IN ('', 'PLATFORM', 'SELLER', 'CARRIER', 'SUPPLIER')),  -- empty: nobody is charged
  charger text NOT NULL,  -- who closed it
  close_us bigint NOT NULL
);

CREATE TABLE claim (
  id uuid PRIMARY KEY,
  grant_id uuid NOT NULL REFERENCES remedy_grant,
  partition smallint NOT NULL CHECK (partition >= 0),
  case_number text NOT NULL,
  order_name text NOT NULL,
  party text NOT NULL CHECK (party IN ('PLATFORM', 'SELLER', 'CARRIER', 'SUPPLIER')),
  charger text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  settled_minor bigint NOT NULL CHECK (settled_minor >= 0),          -- paid by the party
  written_off_minor bigint NOT NULL CHECK (written_off_minor >= 0),  -- given up
  repaid_minor bigint NOT NULL CHECK (repaid_minor BETWEEN 0 AND settled_minor),  -- paid back once it was withdrawn
  state text NOT NULL CHECK (state IN ('OPEN', 'SETTLED', 'WRITTEN_OFF', 'WITHDRAWN')),
  withdraw_reason text NOT NULL CHECK (withdraw_reason IN ('', 'APPEAL_UPHELD', 'GRANT_REVERSED', 'FINDING_CHANGED')),
  charge_us bigint NOT NULL,
  appeal_until_us bigint NOT NULL CHECK (appeal_until_us > charge_us),
  end_us bigint,
  appeal text NOT NULL CHECK (appeal IN ('NONE', 'PENDING', 'UPHELD', 'REJECTED')),
  appellant text NOT NULL,
  appeal_ground text NOT NULL,
  appeal_us bigint,
  decider text NOT NULL,
  decision_ground text NOT NULL,
  decide_us bigint,
  version bigint NOT NULL CHECK (version >= 1),
  CHECK (settled_minor + written_off_minor <= amount_minor),
  CHECK ((state = 'OPEN') = (end_us IS NULL)),
  CHECK ((state = 'WITHDRAWN') = (withdraw_reason <> '')),
  CHECK (state <> 'OPEN' OR (settled_minor < amount_minor AND written_off_minor = 0)),
  CHECK (state <> 'SETTLED' OR settled_minor = amount_minor),
  CHECK (state <> 'WRITTEN_OFF' OR settled_minor + written_off_minor = amount_minor),
  CHECK (state = 'WITHDRAWN' OR repaid_minor = 0),
  CHECK ((appeal = 'NONE') = (appeal_us IS NULL)),
  CHECK ((appeal IN ('UPHELD', 'REJECTED')) = (decide_us IS NOT NULL)),
  CHECK (appeal NOT IN ('UPHELD', 'REJECTED') OR decider NOT IN ('', charger, appellant))
);
-- A grant is charged to one party at a time.
CREATE UNIQUE INDEX claim_standing ON claim (grant_id) WHERE state <> 'WITHDRAWN';
CREATE INDEX claim_grant ON claim (grant_id);
CREATE INDEX claim_case ON claim (case_number);
CREATE INDEX claim_newest ON claim (charge_us DESC, id DESC);
CREATE TRIGGER claim_kept BEFORE DELETE ON claim FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- An entry is about a grant alone, or about one change (`move`, the claim's version after it) of a claim for it.
ALTER TABLE ledger_entry
  ADD COLUMN claim uuid REFERENCES claim,
  ADD COLUMN move bigint NOT NULL DEFAULT 0 CHECK (move >= 0),
  DROP CONSTRAINT ledger_entry_grant_id_reason_key,
  DROP CONSTRAINT ledger_entry_reason_check,
  ADD CONSTRAINT ledger_entry_reason_check CHECK (
    CASE WHEN claim IS NULL THEN move = 0 AND reason IN ('COMMITTED', 'PAID', 'FAILED', 'REVERSED')
         ELSE move > 0 AND reason IN ('CHARGED', 'SETTLED', 'WRITTEN_OFF', 'WITHDRAWN', 'REPAID') END);
CREATE UNIQUE INDEX ledger_entry_once ON ledger_entry (grant_id, reason) WHERE claim IS NULL;
CREATE UNIQUE INDEX ledger_entry_move ON ledger_entry (claim, move, debit, credit) WHERE claim IS NOT NULL;
CREATE INDEX ledger_entry_grant ON ledger_entry (grant_id);

-- What the case was found, under the lock of the case: whoever pays, takes back or is told of a finding comes one after the other, so
-- that what is paid and found is charged whichever came first.
CREATE FUNCTION lock_finding(case_id text)
RETURNS SETOF case_finding LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM lock_limit('case', $1);
  RETURN QUERY SELECT * FROM case_finding f WHERE f.case_number = $1;
END
$$;
