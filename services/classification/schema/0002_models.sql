-- Which model serves, and what people corrected. No text here either.

-- Who decided that another model serves, and why; the last row says which. Without a row the release's own does.
CREATE TABLE model_change (
  change bigint PRIMARY KEY CHECK (change > 0), -- 1, 2, … without gaps
  model_version text COLLATE "C" NOT NULL CHECK (model_version ~ '^[0-9a-f]{16}$'),
  former_version text COLLATE "C" NOT NULL CHECK (former_version ~ '^[0-9a-f]{16}$'),
  rollback boolean NOT NULL,
  actor text COLLATE "C" NOT NULL CHECK (actor <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  change_time timestamptz NOT NULL,
  CHECK (model_version <> former_version)
);
CREATE TRIGGER model_change_immutable BEFORE UPDATE OR DELETE ON model_change FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The newest comparison of a candidate with a model that serves or served.
CREATE TABLE model_evaluation (
  candidate text COLLATE "C" NOT NULL,
  serving text COLLATE "C" NOT NULL,
  objections text[] NOT NULL, -- what speaks against the candidate; empty: it may be promoted
  evaluate_time timestamptz NOT NULL,
  PRIMARY KEY (candidate, serving)
);

-- A candidate that sees live traffic: counts only. At most one is running.
CREATE TABLE shadow_run (
  run bigint PRIMARY KEY CHECK (run > 0),
  model_version text COLLATE "C" NOT NULL CHECK (model_version ~ '^[0-9a-f]{16}$'),
  actor text COLLATE "C" NOT NULL CHECK (actor <> ''),
  start_time timestamptz NOT NULL,
  end_time timestamptz,
  text_count bigint NOT NULL DEFAULT 0,
  dropped_count bigint NOT NULL DEFAULT 0,
  l1_agree_count bigint NOT NULL DEFAULT 0,
  tag_agree_count bigint NOT NULL DEFAULT 0,
  abstain_count bigint NOT NULL DEFAULT 0,
  serving_abstain_count bigint NOT NULL DEFAULT 0,
  cpu_micros double precision NOT NULL DEFAULT 0,
  serving_cpu_micros double precision NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX shadow_run_one ON shadow_run ((true)) WHERE end_time IS NULL;

-- What a person said of a complaint that a model had got wrong or had abstained from: the last word.
CREATE TABLE correction (
  complaint text COLLATE "C" PRIMARY KEY CHECK (complaint ~ '^[0-9]{6}-[0-9]{8}-[0-9]{2}$'),
  predicted_l1 text COLLATE "C" NOT NULL,
  predicted_l2 text COLLATE "C" NOT NULL,
  corrected_l1 text COLLATE "C" NOT NULL CHECK (corrected_l1 <> ''),
  corrected_l2 text COLLATE "C" NOT NULL,
  abstained boolean NOT NULL,
  model_version text COLLATE "C" NOT NULL,
  correct_time timestamptz NOT NULL
);
CREATE INDEX correction_time ON correction (correct_time, complaint);
