-- Outreach's own tables; those of the log, the offsets, the requests and the effects come from libs/events and libs/pg. Times are
-- business time in microseconds since the Unix epoch (`_us`), but `try_after`, which is machine time. Ids are bare
-- (`261122-00012345-21`). No text of a message, no name, no address: what a customer writes into a survey is sealed.

-- What outreach knows of a case, folded from events.
CREATE TABLE case_view (
  case_number text PRIMARY KEY CHECK (case_number <> ''),
  partition smallint NOT NULL CHECK (partition >= 0),
  customer text NOT NULL CHECK (customer = '' OR customer ~ '^[0-9a-f]{32}$'),
  channel smallint NOT NULL CHECK (channel >= 0),
  regulator boolean NOT NULL,
  complaint text NOT NULL,
  severity smallint NOT NULL CHECK (severity BETWEEN 0 AND 3),
  tag text NOT NULL,
  phase smallint NOT NULL CHECK (phase BETWEEN 0 AND 4),
  reopens integer NOT NULL CHECK (reopens >= 0),
  received_us bigint NOT NULL,
  progress_count integer NOT NULL CHECK (progress_count >= 0),
  progress_due_us bigint,
  intent text NOT NULL CHECK (intent IN ('', 'order_status', 'address_change')),
  intent_answer_us bigint,
  intent_solved boolean,
  intent_judge_us bigint,
  CHECK (intent_judge_us IS NULL OR intent_answer_us IS NOT NULL),
  CHECK ((intent_solved IS NULL) = (intent_judge_us IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX case_view_progress ON case_view (progress_due_us) WHERE progress_due_us IS NOT NULL;

-- One message for one fact: the key says which, so a fact has one notice however often it is heard.
CREATE TABLE notice (
  case_number text NOT NULL REFERENCES case_view,
  id text NOT NULL CHECK (id ~ '^[A-Za-z0-9-]{1,80}$'),
  kind text NOT NULL CHECK (kind IN ('ACCEPTED', 'INFORMATION_REQUESTED', 'PLAN_OFFERED', 'PROGRESS', 'RESULT', 'REJECTED', 'UNREACHED',
                                     'SURVEY', 'INTENT_ANSWERED')),
  subject text NOT NULL CHECK (subject ~ '^[A-Za-z0-9_-]{0,80}$'),
  complaint text NOT NULL CHECK (complaint ~ '^[0-9-]+$'),
  asks text[] NOT NULL DEFAULT '{}',
  partition smallint NOT NULL CHECK (partition >= 0),
  critical boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('PENDING', 'SENDING', 'SENT', 'DELIVERED', 'FAILED', 'USELESS', 'SUPPRESSED', 'UNKNOWN')),
  way text NOT NULL CHECK (way IN ('', 'SMS', 'PUSH', 'EMAIL')),
  tried text[] NOT NULL DEFAULT '{}' CHECK (tried <@ ARRAY['SMS', 'PUSH', 'EMAIL']),
  template text NOT NULL,
  create_us bigint NOT NULL,
  send_after_us bigint NOT NULL,
  useless_after_us bigint NOT NULL,
  send_us bigint,
  attempts integer NOT NULL CHECK (attempts >= 0),
  pauses integer NOT NULL CHECK (pauses >= 0),
  doubtful boolean NOT NULL,
  possible_duplicate boolean NOT NULL,
  trouble text NOT NULL CHECK (trouble ~ '^[A-Z_]{0,63}$'),
  reason text NOT NULL CHECK (reason ~ '^[A-Z_]{0,63}$'),
  version bigint NOT NULL CHECK (version >= 1),
  -- Nobody takes it before this, by the database's clock: the lease of whoever sends it, or the pause after a failure.
  try_after timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (case_number, id),
  CHECK (state <> 'SENT' OR send_us IS NOT NULL),
  CHECK (state NOT IN ('SENDING', 'SENT', 'DELIVERED', 'UNKNOWN') OR (way <> '' AND attempts > 0 AND template <> '')),
  CHECK ((state IN ('FAILED', 'USELESS', 'SUPPRESSED', 'UNKNOWN')) = (reason <> ''))
) WITH (fillfactor = 70);
-- What is owed, by the time at which it may be sent.
CREATE INDEX notice_due ON notice (send_after_us) WHERE state IN ('PENDING', 'SENDING');

-- What was given in a case, for telling it: by compensation's word.
CREATE TABLE given (
  grant_id text PRIMARY KEY CHECK (grant_id <> ''),
  case_number text NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 8),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL,
  reference text NOT NULL,
  pay_us bigint NOT NULL
);
CREATE INDEX given_case ON given (case_number, pay_us);

-- What a customer does not want; of an anonymous one only for its case.
CREATE TABLE preference (
  holder text PRIMARY KEY CHECK (holder ~ '^(customers/[0-9a-f]{32}|cases/[0-9-]+)$'),
  kinds text[] NOT NULL CHECK (kinds <@ ARRAY['ACCEPTED', 'INFORMATION_REQUESTED', 'PLAN_OFFERED', 'PROGRESS', 'RESULT', 'REJECTED',
                                              'UNREACHED', 'SURVEY', 'INTENT_ANSWERED']),
  ways text[] NOT NULL CHECK (ways <@ ARRAY['SMS', 'PUSH', 'EMAIL']),
  update_us bigint NOT NULL,
  version bigint NOT NULL CHECK (version >= 1)
);

-- One question for each closing that was asked about, and its one answer. `holder` as above: one survey a customer in 30 days.
CREATE TABLE survey (
  case_number text NOT NULL REFERENCES case_view,
  closing integer NOT NULL CHECK (closing >= 1),
  holder text NOT NULL,
  send_us bigint NOT NULL,
  score smallint CHECK (score BETWEEN 1 AND 5),
  comment_key bytea,
  comment bytea,
  answer_us bigint,
  PRIMARY KEY (case_number, closing),
  CHECK ((score IS NULL) = (answer_us IS NULL)),
  CHECK ((comment IS NULL) = (comment_key IS NULL)),
  CHECK (comment IS NULL OR score IS NOT NULL)
);
CREATE INDEX survey_holder ON survey (holder, send_us);
