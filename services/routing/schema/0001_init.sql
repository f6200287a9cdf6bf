-- Routing's own tables; those of the log, the offsets and the requests come from libs/events and libs/pg.
-- Times are business time in microseconds since the Unix epoch (`_us`). Ids are bare: `logistics`, `a-wang-lei`, `{number}-{n}`.

-- In the order in which listings show them: what waits comes first.
CREATE TYPE item_state AS ENUM ('QUEUED', 'OFFERED', 'ACCEPTED', 'DONE');

CREATE TABLE team (
  team text PRIMARY KEY CHECK (team ~ '^[a-z0-9-]{1,63}$'),
  display_name_zh text NOT NULL CHECK (char_length(display_name_zh) BETWEEN 1 AND 100),
  display_name_en text NOT NULL CHECK (char_length(display_name_en) BETWEEN 1 AND 100),
  required_skills text[] NOT NULL,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- No counter here: what an agent has is counted from `assignment`, where the constraints are.
CREATE TABLE agent (
  agent text PRIMARY KEY CHECK (agent ~ '^[a-z0-9-]{1,63}$'),
  display_name text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 100),
  teams text[] NOT NULL,
  skill_names text[] NOT NULL,
  skill_levels smallint[] NOT NULL CHECK (1 <= ALL (skill_levels) AND 5 >= ALL (skill_levels)),
  languages text[] NOT NULL CHECK (languages <@ ARRAY['zh', 'en']),
  case_limit smallint NOT NULL CHECK (case_limit BETWEEN 0 AND 1000),
  supervisor boolean NOT NULL,
  presence text NOT NULL CHECK (presence IN ('ONLINE', 'BUSY', 'OFFLINE')),
  presence_us bigint NOT NULL,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  CHECK (cardinality(skill_names) = cardinality(skill_levels))
);
CREATE INDEX agent_teams ON agent USING gin (teams);
CREATE INDEX agent_offline ON agent (presence_us) WHERE presence = 'OFFLINE';

CREATE TABLE work_item (
  item text PRIMARY KEY,
  partition smallint NOT NULL CHECK (partition >= 0),
  case_number text NOT NULL,
  complaint text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('HANDLE_CASE', 'TRIAGE', 'APPROVE', 'CALL_BACK', 'DEPARTMENT_TASK')),
  subject text NOT NULL DEFAULT '',  -- what of the case: `a1`, `t1`, a round
  state item_state NOT NULL,
  team text NOT NULL REFERENCES team,
  agent text,
  severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),
  supervisors_only boolean NOT NULL DEFAULT false,
  waiting boolean NOT NULL DEFAULT false,
  proposer text,   -- never has it
  preferred text,  -- is offered it first
  channel smallint NOT NULL CHECK (channel BETWEEN 0 AND 99),
  vip_level smallint NOT NULL CHECK (vip_level BETWEEN 0 AND 3),
  tag_l1 text NOT NULL,
  tag_l2 text NOT NULL,
  prediction bytea NOT NULL,
  raise_count integer NOT NULL CHECK (raise_count >= 0),
  received_us bigint NOT NULL,
  create_us bigint NOT NULL,
  due_us bigint,
  offer_us bigint,
  offer_expire_us bigint,
  accept_us bigint,
  done_us bigint,
  version bigint NOT NULL CHECK (version >= 1),
  -- A decision that nobody is eligible was recorded since the item was queued last: not recorded again every round.
  undecidable boolean NOT NULL DEFAULT false,
  -- Smaller is offered first: severity, what only supervisors may have, VIP level, how often the customer asked again.
  rank bigint NOT NULL GENERATED ALWAYS AS
    (-(((severity * 2 + supervisors_only::int) * 4 + vip_level) * 1000000::bigint + least(raise_count, 999999))) STORED,
  CHECK (starts_with(item, case_number || '-')),
  CHECK (kind <> 'TRIAGE' OR tag_l1 = ''),
  CHECK ((kind IN ('HANDLE_CASE', 'TRIAGE')) = (subject = '')),
  CHECK (state = 'DONE' OR (state = 'QUEUED') = (agent IS NULL)),
  CHECK ((state = 'OFFERED') = (offer_expire_us IS NOT NULL)),
  CHECK (offer_expire_us > offer_us),
  -- What ended while nobody owned it was done by nobody.
  CHECK ((state = 'ACCEPTED' OR (state = 'DONE' AND agent IS NOT NULL)) = (accept_us IS NOT NULL)),
  CHECK (agent <> proposer),
  CHECK ((state = 'DONE') = (done_us IS NOT NULL))
);
CREATE INDEX work_item_order ON work_item (state, rank, received_us, item);
CREATE INDEX work_item_team_order ON work_item (team, state, rank, received_us, item);
CREATE INDEX work_item_new_in_queue ON work_item (team, rank) WHERE state = 'QUEUED' AND NOT undecidable;
CREATE INDEX work_item_agent_order ON work_item (agent, state, rank, received_us, item) WHERE agent IS NOT NULL;
CREATE INDEX work_item_case ON work_item (case_number);
CREATE INDEX work_item_barred ON work_item (team) WHERE state = 'QUEUED' AND proposer IS NOT NULL;
-- Whatever comes about a case, it has one item of its own at a time; and one about each part of it.
CREATE UNIQUE INDEX work_item_one_main ON work_item (case_number) WHERE subject = '' AND state <> 'DONE';
CREATE UNIQUE INDEX work_item_one_part ON work_item (case_number, kind, subject) WHERE subject <> '' AND state <> 'DONE';

-- A place of an agent that an item has, now or formerly. The two unique indexes are what makes it impossible that an item has two
-- owners or an agent more items than places: ownership and capacity are claimed by one insert, never counted and then updated.
-- While its case waits for somebody else, an accepted item has no slot; going on it takes the lowest free one, which may lie above
-- the agent's limit (docs/decisions/0012).
CREATE TABLE assignment (
  assignment bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  item text NOT NULL,   -- of work_item, and of agent: no row of either is ever deleted, and what is inserted here was read from
  agent text NOT NULL,  -- them in the same transaction; foreign keys would look each up once more, and lock it
  slot smallint CHECK (slot >= 1),
  state text NOT NULL CHECK (state IN ('OFFERED', 'ACCEPTED', 'RELEASED', 'DONE')),
  given_us bigint NOT NULL,
  expire_us bigint,
  accept_us bigint,
  resume_us bigint,  -- when it last went on after it had waited
  released_us bigint,
  release_reason text CHECK (release_reason IN ('DECLINED', 'OFFER_EXPIRED', 'AGENT_OFFLINE', 'TRANSFERRED', 'TRIAGE_DECIDED',
                                                'CASE_CHANGED', 'ENDED')),
  note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 200),
  CHECK ((state IN ('RELEASED', 'DONE')) = (released_us IS NOT NULL)),
  CHECK ((state = 'RELEASED') = (release_reason IS NOT NULL)),
  CHECK (state <> 'OFFERED' OR expire_us IS NOT NULL),
  CHECK (state <> 'OFFERED' OR slot IS NOT NULL)
);
CREATE UNIQUE INDEX assignment_one_owner ON assignment (item) WHERE released_us IS NULL;
CREATE UNIQUE INDEX assignment_one_item_per_place ON assignment (agent, slot) WHERE released_us IS NULL;
CREATE INDEX assignment_due ON assignment (expire_us) WHERE state = 'OFFERED';
CREATE INDEX assignment_refused ON assignment (item) WHERE release_reason IN ('DECLINED', 'OFFER_EXPIRED');
CREATE INDEX assignment_last_given ON assignment (agent, given_us DESC);

-- Why an item went where it went, insert-only. `detail`: redress.routing.v1.AssignmentDecision with every input, so that it can
-- be replayed. What a candidate was is found in the decision `basis` of the same round where `detail` does not have it.
CREATE TABLE assignment_decision (
  decision bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  item text NOT NULL,
  decision_us bigint NOT NULL,
  agent text,
  detail bytea NOT NULL,
  basis bigint CHECK (basis < decision)
);
CREATE INDEX assignment_decision_item ON assignment_decision (item, decision DESC);

-- How a case stands, as casework told it. No row: nothing told yet. Its row is what events of two partitions about it lock.
CREATE TABLE case_standing (
  case_number text PRIMARY KEY,
  partition smallint NOT NULL CHECK (partition >= 0),
  over boolean NOT NULL,
  waiting boolean NOT NULL,
  merged_into text CHECK (merged_into <> case_number),
  reopen_count integer NOT NULL CHECK (reopen_count >= 0)
);

-- What opened or raised an item of a case: each resource counts once, also when its event comes again.
CREATE TABLE case_input (
  cause text PRIMARY KEY,
  case_number text NOT NULL,
  complaint text,
  received_us bigint NOT NULL
);
CREATE INDEX case_input_case ON case_input (case_number, received_us);
CREATE INDEX case_input_complaint ON case_input (complaint) WHERE complaint IS NOT NULL;
