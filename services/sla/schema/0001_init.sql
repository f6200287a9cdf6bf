-- SLA: what is known of each case, and how its clocks stand by it. Beside the tables of the spine.
-- Times are business time in microseconds since the Unix epoch (`_us`). Case numbers are bare (`260101-00000001-42`).

-- Policies, as they were loaded; a clock keeps the one of its case.
CREATE TABLE clock_policy (
  version text PRIMARY KEY CHECK (version ~ '^[A-Za-z0-9._-]{1,100}$'),
  policy_yaml text NOT NULL,
  calendars_yaml text NOT NULL
);

-- A case that something is known of. Never updated: it is locked by whoever computes its clocks.
CREATE TABLE clock_case (
  case_number text PRIMARY KEY CHECK (case_number <> ''),
  partition smallint NOT NULL CHECK (partition >= 0),
  policy_version text NOT NULL REFERENCES clock_policy
);

-- Nobody deletes a case, and who adds to one of the tables below has its row locked: foreign keys would look it up for each row.

-- What happened, as a set: the order in which it was heard does not matter, nor how often. Rows are only added.
CREATE TABLE case_fact (
  case_number text NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 24),
  subject text NOT NULL,
  fact_us bigint NOT NULL,
  value integer NOT NULL,
  PRIMARY KEY (case_number, kind, subject, fact_us, value)
);

-- How a clock stood when it was computed last, and what was said of it. Everything but `said` follows from the facts.
CREATE TABLE clock (
  case_number text NOT NULL,
  clock text NOT NULL CHECK (clock <> '' AND char_length(clock) <= 120 AND strpos(clock, '/') = 0),
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 11),
  state smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
  severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),
  start_us bigint NOT NULL,
  due_us bigint,
  stop_us bigint,
  target_ms bigint NOT NULL CHECK (target_ms > 0),
  warned_percent smallint NOT NULL CHECK (warned_percent BETWEEN 0 AND 99),
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 3),
  next_us bigint,
  said text[] NOT NULL,
  PRIMARY KEY (case_number, clock),
  CHECK (stop_us >= start_us),
  CHECK (state <> 1 OR (due_us IS NOT NULL AND stop_us IS NULL)),             -- RUNNING
  CHECK (state <> 2 OR (due_us IS NULL AND stop_us IS NULL AND next_us IS NOT NULL)),  -- PAUSED: it goes on by itself
  CHECK (state <> 3 OR stop_us IS NOT NULL),                                  -- MET
  CHECK (state <> 4 OR (due_us IS NOT NULL AND level > 0)),                   -- BREACHED
  CHECK (state <> 5 OR stop_us IS NULL)                                       -- CANCELLED
) WITH (fillfactor = 70);
-- What time moves next, and what is owed by when.
CREATE INDEX clock_next ON clock (next_us) WHERE next_us IS NOT NULL;
CREATE INDEX clock_due ON clock (due_us, case_number, clock) WHERE state IN (1, 4) AND stop_us IS NULL;
