-- The facts: one row for each complaint, case, clock, grant, notice, …. Every table is folded from the log of one source alone, so the
-- order in which sources are read cannot matter; who asks joins them. No row says anything about a person: ids and facts.
-- The rebuild makes these tables a second time in a schema of its own (store/tables.cc names their columns in the same order).

-- Of intake: complaints as received.
CREATE TABLE complaint_fact (
  partition smallint NOT NULL,
  complaint text NOT NULL,
  case_number text NOT NULL DEFAULT '',
  channel text NOT NULL DEFAULT '',
  received_time timestamptz,
  happened_time timestamptz,
  customer text NOT NULL DEFAULT '', -- intake's keyed fingerprint; not shown to anybody
  vip_level bigint NOT NULL DEFAULT 0,
  paid_minor bigint NOT NULL DEFAULT 0,
  paid_currency text NOT NULL DEFAULT '',
  missing_count bigint NOT NULL DEFAULT 0,
  evidence_count bigint NOT NULL DEFAULT 0,
  product text NOT NULL DEFAULT '',
  seller text NOT NULL DEFAULT '',
  same_matter boolean NOT NULL DEFAULT false,
  unlink_count bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (partition, complaint)
);
CREATE INDEX complaint_fact_received ON complaint_fact (received_time);
CREATE INDEX complaint_fact_complaint ON complaint_fact (complaint);

-- Of intake: what came to a case later.
CREATE TABLE contact_fact (
  partition smallint NOT NULL,
  case_number text NOT NULL,
  contact_count bigint NOT NULL DEFAULT 0,
  urge_count bigint NOT NULL DEFAULT 0,
  answer_count bigint NOT NULL DEFAULT 0,
  evidence_count bigint NOT NULL DEFAULT 0,
  last_contact_time timestamptz,
  PRIMARY KEY (partition, case_number)
);

-- Of routing: who has the case, how grave it is, what the model suspects.
CREATE TABLE route_fact (
  partition smallint NOT NULL,
  case_number text NOT NULL,
  team text NOT NULL DEFAULT '',
  severity text NOT NULL DEFAULT '',
  malicious boolean NOT NULL DEFAULT false,
  safety boolean NOT NULL DEFAULT false,
  media boolean NOT NULL DEFAULT false,
  emotion text NOT NULL DEFAULT '',
  abstained boolean NOT NULL DEFAULT false,
  triaged boolean NOT NULL DEFAULT false,
  item_count bigint NOT NULL DEFAULT 0,
  raise_count bigint NOT NULL DEFAULT 0,
  offer_count bigint NOT NULL DEFAULT 0,
  release_count bigint NOT NULL DEFAULT 0,
  done_count bigint NOT NULL DEFAULT 0,
  first_accept_time timestamptz,
  PRIMARY KEY (partition, case_number)
);
CREATE INDEX route_fact_case ON route_fact (case_number);

-- Of casework: the case from its opening to its closing.
CREATE TABLE case_fact (
  partition smallint NOT NULL,
  case_number text NOT NULL,
  complaint text NOT NULL DEFAULT '',
  received_time timestamptz,
  open_time timestamptz,
  state text NOT NULL DEFAULT 'OPEN',
  l1 text NOT NULL DEFAULT '',
  l2 text NOT NULL DEFAULT '',
  tag_confirmed boolean NOT NULL DEFAULT false,
  checklist_time timestamptz,
  told_time timestamptz,
  resolve_time timestamptz,
  close_time timestamptz,
  first_close_time timestamptz,
  close_count bigint NOT NULL DEFAULT 0,
  finding text NOT NULL DEFAULT '',
  responsible_party text NOT NULL DEFAULT '',
  root_cause text NOT NULL DEFAULT '',
  remedy_sought text NOT NULL DEFAULT '',
  review_due boolean NOT NULL DEFAULT false,
  reopen_count bigint NOT NULL DEFAULT 0,
  repeat_count bigint NOT NULL DEFAULT 0,
  merged_into text NOT NULL DEFAULT '',
  absorbed_count bigint NOT NULL DEFAULT 0,
  plan_count bigint NOT NULL DEFAULT 0,
  plan_answer text NOT NULL DEFAULT '',
  approval_count bigint NOT NULL DEFAULT 0,
  approval_refused_count bigint NOT NULL DEFAULT 0,
  step_done_count bigint NOT NULL DEFAULT 0,
  step_failed_count bigint NOT NULL DEFAULT 0,
  task_count bigint NOT NULL DEFAULT 0,
  task_answered_count bigint NOT NULL DEFAULT 0,
  evidence_request_count bigint NOT NULL DEFAULT 0,
  evidence_defaulted_count bigint NOT NULL DEFAULT 0,
  callback_count bigint NOT NULL DEFAULT 0,
  callback_outcome text NOT NULL DEFAULT '',
  PRIMARY KEY (partition, case_number)
);
CREATE INDEX case_fact_received ON case_fact (received_time);
CREATE INDEX case_fact_case ON case_fact (case_number);

-- Of compensation: what was given.
CREATE TABLE grant_fact (
  partition smallint NOT NULL,
  grant_id text NOT NULL,
  case_number text NOT NULL DEFAULT '',
  kind text NOT NULL DEFAULT '',
  amount_minor bigint NOT NULL DEFAULT 0,
  currency text NOT NULL DEFAULT '',
  cause_l1 text NOT NULL DEFAULT '',
  cause_l2 text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'COMMITTED',
  failure_reason text NOT NULL DEFAULT '',
  commit_time timestamptz,
  pay_time timestamptz,
  end_time timestamptz,
  PRIMARY KEY (partition, grant_id)
);
CREATE INDEX grant_fact_case ON grant_fact (case_number);
CREATE INDEX grant_fact_commit ON grant_fact (commit_time);

-- Of sla: promises of time.
CREATE TABLE clock_fact (
  partition smallint NOT NULL,
  clock text NOT NULL, -- `{case number}/{clock}`
  case_number text NOT NULL DEFAULT '',
  kind text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT 'RUNNING',
  severity text NOT NULL DEFAULT '',
  level text NOT NULL DEFAULT '',
  start_time timestamptz,
  due_time timestamptz,
  stop_time timestamptz,
  breach_time timestamptz,
  target_ms bigint NOT NULL DEFAULT 0,
  spent_ms bigint NOT NULL DEFAULT 0,
  paused_ms bigint NOT NULL DEFAULT 0,
  pause_count bigint NOT NULL DEFAULT 0,
  warned_percent bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (partition, clock)
);
CREATE INDEX clock_fact_case ON clock_fact (case_number);
CREATE INDEX clock_fact_start ON clock_fact (start_time);

-- Of outreach: what the customer was told.
CREATE TABLE notice_fact (
  partition smallint NOT NULL,
  notice text NOT NULL, -- `{case number}/{notice}`
  case_number text NOT NULL DEFAULT '',
  kind text NOT NULL DEFAULT '',
  way text NOT NULL DEFAULT '',
  state text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  send_time timestamptz,
  end_time timestamptz,
  possible_duplicate boolean NOT NULL DEFAULT false,
  PRIMARY KEY (partition, notice)
);
CREATE INDEX notice_fact_case ON notice_fact (case_number);

-- Of outreach: what the customer said, one row for a closing.
CREATE TABLE survey_fact (
  partition smallint NOT NULL,
  survey text NOT NULL, -- `{case number}/{closing}`
  case_number text NOT NULL DEFAULT '',
  score bigint NOT NULL DEFAULT 0,
  answer_time timestamptz,
  PRIMARY KEY (partition, survey)
);
CREATE INDEX survey_fact_case ON survey_fact (case_number);

-- Of outreach: simple questions that were answered without a person.
CREATE TABLE intent_fact (
  partition smallint NOT NULL,
  case_number text NOT NULL,
  intent text NOT NULL DEFAULT '',
  answer_time timestamptz,
  solved boolean NOT NULL DEFAULT false,
  solved_time timestamptz,
  PRIMARY KEY (partition, case_number)
);
