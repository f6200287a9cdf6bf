-- Casework's own tables; those of the log, the offsets and the requests come from libs/events and libs/pg.
-- Times are business time in microseconds since the Unix epoch (`_us`). Ids are bare: `261122-00012345-21`, `a-li`, `e1`.

-- What people wrote, sealed with the key of its case (store/vaulting.h), so that whoever has only the database reads none of it.
-- Null: nothing was written. Empty: whatever was written is not to be known any more (the key of the case is forgotten).
-- Sealing adds 41 bytes; a code point is 4 bytes at most.
CREATE DOMAIN sealed AS bytea CONSTRAINT sealed_or_gone CHECK (octet_length(VALUE) = 0 OR octet_length(VALUE) > 41);

CREATE TABLE case_file (
  case_number text PRIMARY KEY CHECK (char_length(case_number) BETWEEN 1 AND 64),
  partition smallint NOT NULL CHECK (partition >= 0),
  state text NOT NULL CHECK (state IN (
    'OPEN', 'VERIFYING', 'INVESTIGATING', 'PLAN_PROPOSED', 'APPROVAL_PENDING', 'EXECUTING', 'CALLBACK_DUE', 'CLOSED',
    'WAITING_CUSTOMER', 'WAITING_SELLER', 'WAITING_THIRD_PARTY', 'REJECTED', 'REOPENED', 'MERGED')),
  waiting_from text NOT NULL CHECK (waiting_from IN ('VERIFYING', 'INVESTIGATING')),
  merged_from text NOT NULL,
  tag_l1 text NOT NULL,
  tag_l2 text NOT NULL,
  tag_confirmed boolean NOT NULL,
  severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),
  channel smallint NOT NULL CHECK (channel BETWEEN 0 AND 99),
  vip_level smallint NOT NULL CHECK (vip_level BETWEEN 0 AND 3),
  customer text NOT NULL,  -- intake's keyed fingerprint; empty: anonymous
  signals text[] NOT NULL,  -- of its complaints, `kind:value`, sorted
  media boolean NOT NULL,
  manager_escalated boolean NOT NULL,
  owner text NOT NULL,     -- empty: nobody yet
  merged_into text REFERENCES case_file,
  reopen_count integer NOT NULL CHECK (reopen_count >= 0),
  received_us bigint NOT NULL,
  open_us bigint NOT NULL,
  execute_us bigint,
  close_us bigint,
  -- How it ended; a null finding with a rejection_reason is a rejection.
  finding text CHECK (finding IN ('SUBSTANTIATED', 'PARTLY', 'NOT_SUBSTANTIATED', 'NOT_A_COMPLAINT')),
  responsible_party text CHECK (responsible_party IN ('PLATFORM', 'SELLER', 'CARRIER', 'SUPPLIER', 'CUSTOMER', 'NONE')),
  root_cause text NOT NULL DEFAULT '' CONSTRAINT case_root_cause_word CHECK (root_cause ~ '^[A-Z0-9_]{0,64}$'),
  remedy_sought text NOT NULL DEFAULT '' CONSTRAINT case_remedy_word CHECK (remedy_sought ~ '^[A-Z0-9_]{0,64}$'),
  remedies_granted text[] NOT NULL DEFAULT '{}',
  rejection_reason sealed CHECK (octet_length(rejection_reason) <= 2041),
  closed_by text NOT NULL DEFAULT '',  -- empty: it never ended
  review_due boolean NOT NULL DEFAULT false,
  version bigint NOT NULL CHECK (version >= 1),
  -- The end of the audit trail: what VerifyAudit compares the last entry with.
  audit_sequence bigint NOT NULL CHECK (audit_sequence >= 1),
  audit_hash text NOT NULL CHECK (audit_hash ~ '^[0-9a-f]{64}$'),
  CONSTRAINT case_merged_into CHECK ((state = 'MERGED') = (merged_into IS NOT NULL) AND merged_into <> case_number),
  CONSTRAINT case_end_known CHECK (state NOT IN ('CLOSED', 'REJECTED') OR (close_us IS NOT NULL AND closed_by <> '')),
  CONSTRAINT case_finding_known CHECK (state <> 'CLOSED' OR finding IS NOT NULL),
  -- Nothing is closed with less than domain.md asks for, whatever the code above does.
  CONSTRAINT case_closing_complete CHECK (
    state <> 'CLOSED' OR finding = 'NOT_A_COMPLAINT'
    OR (responsible_party IS NOT NULL AND root_cause <> '' AND remedy_sought <> '')),
  CONSTRAINT case_rejection_explained CHECK (state <> 'REJECTED' OR rejection_reason IS NOT NULL),
  CHECK (state <> 'CALLBACK_DUE' OR execute_us IS NOT NULL)
);
-- Read backwards: newest first.
CREATE INDEX case_file_newest ON case_file (open_us, case_number);
CREATE INDEX case_file_state ON case_file (state, open_us, case_number);
CREATE INDEX case_file_owner ON case_file (owner, open_us, case_number) WHERE owner <> '';
CREATE INDEX case_file_customer ON case_file (customer, open_us, case_number) WHERE customer <> '';
CREATE INDEX case_file_absorbed ON case_file (merged_into) WHERE merged_into IS NOT NULL;

-- Which complaints a case is about; a complaint belongs to one case.
CREATE TABLE case_complaint (
  complaint text PRIMARY KEY,
  case_number text NOT NULL REFERENCES case_file,
  position integer NOT NULL CHECK (position >= 1),
  UNIQUE (case_number, position)
);

-- The key of what people wrote about a case, itself wrapped with the key ring; null once it is forgotten (a person was erased), and
-- then never again another one.
CREATE TABLE case_key (
  case_number text PRIMARY KEY REFERENCES case_file,
  wrapped bytea CHECK (octet_length(wrapped) > 41)
);

-- Who may read a case because it is or was theirs, or they had a work item of it. open_us is that of the case: what an agent may
-- read is listed newest first without a look at the cases of others.
CREATE TABLE case_reader (
  case_number text NOT NULL REFERENCES case_file,
  agent text NOT NULL CHECK (agent <> ''),
  open_us bigint NOT NULL,
  PRIMARY KEY (case_number, agent)
);
CREATE INDEX case_reader_newest ON case_reader (agent, open_us, case_number);

CREATE TABLE check_item (
  case_number text NOT NULL REFERENCES case_file,
  kind text NOT NULL CHECK (kind IN ('ORDER', 'TRANSACTION', 'PRODUCT_STATE', 'DELIVERY_RECORD')),
  result text NOT NULL CHECK (result IN ('OPEN', 'CONFIRMED', 'CONTRADICTED', 'NOT_APPLICABLE', 'UNKNOWN')),
  finding sealed CHECK (octet_length(finding) <= 2041),
  checked_by text NOT NULL,
  check_us bigint,
  PRIMARY KEY (case_number, kind),
  CHECK ((result = 'OPEN') = (check_us IS NULL)),
  CHECK ((result = 'OPEN') = (checked_by = ''))
);

CREATE TABLE evidence_request (
  case_number text NOT NULL REFERENCES case_file,
  request text NOT NULL CHECK (request ~ '^e[1-9][0-9]*$'),
  party text NOT NULL CHECK (party IN ('CUSTOMER', 'SELLER', 'CARRIER', 'SUPPLIER')),
  question sealed NOT NULL CHECK (octet_length(question) <= 4041),
  default_on_silence sealed NOT NULL CHECK (octet_length(default_on_silence) <= 2041),
  request_us bigint NOT NULL,
  due_us bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('OPEN', 'ANSWERED', 'DEFAULTED')),
  answer sealed CHECK (octet_length(answer) <= 8041),
  end_us bigint,
  PRIMARY KEY (case_number, request),
  CHECK (due_us > request_us),
  CHECK ((state = 'OPEN') = (end_us IS NULL)),
  CHECK ((state = 'ANSWERED') = (answer IS NOT NULL) OR answer IS NOT DISTINCT FROM '')
);

CREATE TABLE task (
  case_number text NOT NULL REFERENCES case_file,
  task text NOT NULL CHECK (task ~ '^t[1-9][0-9]*$'),
  department text NOT NULL
    CHECK (department IN ('PRODUCT', 'SUPPLIER', 'WAREHOUSE', 'LOGISTICS', 'FINANCE', 'HR', 'LEGAL')),
  contact text NOT NULL CHECK (char_length(contact) BETWEEN 1 AND 100),
  request sealed NOT NULL CHECK (octet_length(request) <= 4041),
  assign_us bigint NOT NULL,
  due_us bigint NOT NULL,
  overdue boolean NOT NULL,
  answer sealed CHECK (octet_length(answer) <= 8041),
  answer_us bigint,
  PRIMARY KEY (case_number, task),
  CHECK (due_us > assign_us),
  CHECK ((answer_us IS NULL) = (answer IS NULL) OR answer IS NOT DISTINCT FROM '')
);

CREATE TABLE plan (
  case_number text NOT NULL REFERENCES case_file,
  plan integer NOT NULL CHECK (plan >= 1),
  proposer text NOT NULL CHECK (proposer <> ''),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  total_minor bigint[] NOT NULL,
  total_currency text[] NOT NULL,
  required_authority text NOT NULL CHECK (required_authority IN ('SPECIALIST', 'SUPERVISOR', 'MANAGER', 'LEGAL')),
  answer text NOT NULL CHECK (answer IN ('NONE', 'ACCEPTED', 'DECLINED', 'WITHDRAWN')),
  propose_us bigint NOT NULL,
  answer_us bigint,
  PRIMARY KEY (case_number, plan),
  CHECK (cardinality(total_minor) = cardinality(total_currency)),
  CHECK ((answer = 'NONE') = (answer_us IS NULL))
);

CREATE TABLE step (
  case_number text NOT NULL,
  plan integer NOT NULL,
  position smallint NOT NULL CHECK (position BETWEEN 1 AND 20),
  kind text NOT NULL CHECK (kind IN ('REMEDY', 'APOLOGY', 'CHANGE_ADDRESS', 'SUPPLIER_ACTION', 'HR_REPORT', 'PERSON')),
  owner text NOT NULL CHECK (owner <> ''),
  due_us bigint NOT NULL,  -- no vague promise
  quotation text NOT NULL,
  option text NOT NULL,
  description sealed CHECK (octet_length(description) <= 2041),
  subject text NOT NULL CHECK (char_length(subject) <= 200),
  detail text NOT NULL CHECK (char_length(detail) <= 200),
  remedy text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency text NOT NULL,
  state text NOT NULL CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'FAILED', 'UNDONE')),
  effect text NOT NULL,
  failure_reason text NOT NULL,
  result_reference text NOT NULL,
  done_us bigint,
  PRIMARY KEY (case_number, plan, position),
  FOREIGN KEY (case_number, plan) REFERENCES plan,
  CHECK ((kind = 'REMEDY') = (quotation <> '')),
  CHECK ((kind = 'REMEDY') = (option <> '')),
  CHECK ((state = 'FAILED') = (failure_reason <> '')),
  CHECK ((state IN ('DONE', 'UNDONE')) = (done_us IS NOT NULL))
);
-- One step of a plan at a time is under way, whoever executes it; and what one step became, no other one did.
CREATE UNIQUE INDEX step_one_running ON step (case_number, plan) WHERE state = 'RUNNING';
CREATE UNIQUE INDEX step_effect ON step (effect) WHERE effect <> '';

CREATE TABLE approval (
  case_number text NOT NULL REFERENCES case_file,
  approval text NOT NULL CHECK (approval ~ '^a[1-9][0-9]*$'),
  plan_hash text NOT NULL CHECK (plan_hash ~ '^[0-9a-f]{64}$'),
  proposer text NOT NULL CHECK (proposer <> ''),
  required text NOT NULL CHECK (required IN ('SUPERVISOR', 'MANAGER', 'LEGAL')),
  state text NOT NULL CHECK (state IN ('PENDING', 'APPROVED', 'REFUSED', 'EXPIRED')),
  approver text NOT NULL,
  delegator text NOT NULL,
  used text NOT NULL CHECK (used IN ('SPECIALIST', 'SUPERVISOR', 'MANAGER', 'LEGAL')),
  reason sealed CHECK (octet_length(reason) <= 2041),
  request_us bigint NOT NULL,
  expire_us bigint NOT NULL,
  end_us bigint,
  PRIMARY KEY (case_number, approval),
  CHECK (expire_us > request_us),
  CHECK ((state = 'PENDING') = (end_us IS NULL)),
  CHECK ((state IN ('APPROVED', 'REFUSED')) = (approver <> '')),
  -- Nobody decides on their own plan, and by nobody's leave but another's.
  CONSTRAINT approval_not_own CHECK (approver <> proposer AND delegator <> proposer),
  CONSTRAINT approval_by_authority CHECK (state NOT IN ('APPROVED', 'REFUSED') OR used <> 'SPECIALIST')
);
CREATE UNIQUE INDEX approval_one_pending ON approval (case_number) WHERE state = 'PENDING';

CREATE TABLE delegation (
  delegation uuid PRIMARY KEY,
  delegator text NOT NULL CHECK (delegator <> ''),
  delegate text NOT NULL CONSTRAINT delegation_to_another CHECK (delegate <> '' AND delegate <> delegator),
  authority text NOT NULL CHECK (authority IN ('SUPERVISOR', 'MANAGER', 'LEGAL')),
  create_us bigint NOT NULL,
  expire_us bigint NOT NULL CHECK (expire_us > create_us)
);
CREATE INDEX delegation_delegate ON delegation (delegate, expire_us);

CREATE TABLE callback (
  case_number text NOT NULL REFERENCES case_file,
  round integer NOT NULL CHECK (round >= 0),
  attempt smallint NOT NULL CHECK (attempt >= 1),
  outcome text NOT NULL CHECK (outcome IN ('SATISFIED', 'NOT_SATISFIED', 'NOT_REACHED')),
  agent text NOT NULL CHECK (agent <> ''),
  call_us bigint NOT NULL,
  PRIMARY KEY (case_number, round, attempt)
);

-- Who, when, what, from, to; why is apart, for its words may have to be erased. Chained by hash within a case; why_hash is salted,
-- and the salt is sealed with the words.
CREATE TABLE audit (
  case_number text NOT NULL REFERENCES case_file,
  sequence bigint NOT NULL CHECK (sequence >= 1),
  audit_us bigint NOT NULL,
  actor text NOT NULL CHECK (actor <> ''),
  what text NOT NULL CHECK (what <> ''),
  from_word text NOT NULL,
  to_word text NOT NULL,
  why_hash text NOT NULL CHECK (why_hash ~ '^[0-9a-f]{64}$'),
  shown_to_customer boolean NOT NULL,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (case_number, sequence)
);
CREATE TABLE audit_reason (
  case_number text NOT NULL,
  sequence bigint NOT NULL,
  why sealed NOT NULL CHECK (octet_length(why) <= 8057),  -- empty: erased; a reason without words has no row
  PRIMARY KEY (case_number, sequence),
  FOREIGN KEY (case_number, sequence) REFERENCES audit
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'APPEND_ONLY: ' || TG_TABLE_NAME || ' is only added to';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER callback_append_only BEFORE UPDATE OR DELETE ON callback FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- Words may go, never change.
CREATE TRIGGER audit_reason_kept BEFORE UPDATE ON audit_reason FOR EACH ROW
  WHEN (NEW.why <> '' OR (NEW.case_number, NEW.sequence) IS DISTINCT FROM (OLD.case_number, OLD.sequence))
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_reason_not_deleted BEFORE DELETE ON audit_reason FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_reason_no_truncate BEFORE TRUNCATE ON audit_reason FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A key that is forgotten stays forgotten.
CREATE TRIGGER case_key_forgotten BEFORE UPDATE ON case_key FOR EACH ROW WHEN (OLD.wrapped IS NULL)
  EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_key_not_deleted BEFORE DELETE ON case_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_key_no_truncate BEFORE TRUNCATE ON case_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was promised stays as it was promised; only how far it is done moves on.
CREATE FUNCTION refuse_other_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.kind, NEW.owner, NEW.due_us, NEW.quotation, NEW.option, NEW.description, NEW.subject, NEW.detail, NEW.remedy,
      NEW.amount_minor, NEW.currency)
     IS DISTINCT FROM
     (OLD.kind, OLD.owner, OLD.due_us, OLD.quotation, OLD.option, OLD.description, OLD.subject, OLD.detail, OLD.remedy,
      OLD.amount_minor, OLD.currency) THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'PROMISE_CHANGED: a step of a plan is not written anew';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER step_promise BEFORE UPDATE ON step FOR EACH ROW EXECUTE FUNCTION refuse_other_promise();

-- Deadlines that decide something. Written from the case with every change of it; due ones are looked up by time, and a change of
-- the case under its version decides between two that act on one.
CREATE TABLE timer (
  case_number text NOT NULL REFERENCES case_file,
  kind text NOT NULL CHECK (kind IN ('EVIDENCE', 'TASK', 'APPROVAL')),
  id text NOT NULL,
  due_us bigint NOT NULL,
  PRIMARY KEY (case_number, kind, id)
);
CREATE INDEX timer_due ON timer (due_us, case_number);
