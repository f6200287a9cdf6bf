-- Versions of the policy, who agreed to them, which decide since when: all of it only added. What decides a question is the latest
-- publication that covers it and was not taken back.
CREATE TABLE policy_version (
  version integer PRIMARY KEY CHECK (version >= 1),
  sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  author text NOT NULL CHECK (author <> ''),
  note text NOT NULL,
  create_us bigint NOT NULL
);
CREATE TABLE policy_file (
  version integer NOT NULL REFERENCES policy_version,
  name text NOT NULL CHECK (name <> ''),
  body text NOT NULL,
  PRIMARY KEY (version, name)
);
CREATE TABLE policy_approval (
  version integer PRIMARY KEY REFERENCES policy_version,
  approver text NOT NULL CHECK (approver <> ''),
  approve_us bigint NOT NULL
);
CREATE TABLE policy_publication (
  publication integer PRIMARY KEY CHECK (publication >= 1),
  version integer NOT NULL REFERENCES policy_approval,
  from_us bigint NOT NULL,
  until_us bigint CHECK (until_us > from_us),
  channel text NOT NULL,
  region text NOT NULL,
  seller_tier text NOT NULL,
  share_percent integer NOT NULL CHECK (share_percent BETWEEN 1 AND 100),
  publisher text NOT NULL CHECK (publisher <> ''),
  create_us bigint NOT NULL
);
CREATE TABLE policy_cancellation (
  publication integer PRIMARY KEY REFERENCES policy_publication CHECK (publication > 1),
  canceller text NOT NULL CHECK (canceller <> ''),
  reason text NOT NULL,
  cancel_us bigint NOT NULL
);
CREATE TRIGGER policy_version_immutable BEFORE UPDATE OR DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_file_immutable BEFORE UPDATE OR DELETE ON policy_file FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_approval_immutable BEFORE UPDATE OR DELETE ON policy_approval FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_publication_immutable BEFORE UPDATE OR DELETE ON policy_publication
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_cancellation_immutable BEFORE UPDATE OR DELETE ON policy_cancellation
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a version would have given in the past. `cursor` is the last quotation that was looked at; `result` is what was found so
-- far, as bytes of redress.compensation.v1.PolicySimulation. Whoever holds the lease works on it.
CREATE TABLE policy_simulation (
  simulation uuid PRIMARY KEY,
  candidate integer NOT NULL REFERENCES policy_version,
  baseline integer NOT NULL REFERENCES policy_version,
  days integer NOT NULL CHECK (days >= 1),
  from_us bigint NOT NULL,
  create_us bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
  cursor_us bigint NOT NULL,
  cursor_id uuid NOT NULL,
  total_count bigint NOT NULL,
  result bytea NOT NULL,
  failure text NOT NULL DEFAULT '',
  end_us bigint,
  lease_until timestamptz NOT NULL DEFAULT '-infinity',
  CHECK ((state = 'RUNNING') = (end_us IS NULL))
);
CREATE INDEX policy_simulation_running ON policy_simulation (create_us) WHERE state = 'RUNNING';

-- Every decision that led to a quotation, as bytes of redress.compensation.v1.Quotation with its `decisions` alone; NULL where it was
-- given before they were kept.
ALTER TABLE quotation ADD COLUMN decisions bytea;
CREATE INDEX quotation_by_time ON quotation (create_us, quotation);
