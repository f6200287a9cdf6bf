-- Classification keeps what it said of a complaint: tags, numbers and positions, never text.

-- The classes of every taxonomy version that served here.
CREATE TABLE taxonomy_class (
  version text COLLATE "C" NOT NULL CHECK (length(version) BETWEEN 1 AND 64),
  l1 text COLLATE "C" NOT NULL CHECK (l1 ~ '^[A-Z][A-Z0-9_]{0,63}$'),
  l2 text COLLATE "C" NOT NULL CHECK (l2 = '' OR l2 ~ '^[A-Z][A-Z0-9_]{0,63}$'),
  PRIMARY KEY (version, l1, l2)
);

-- One prediction for a complaint and model; never changed. Hash-partitioned, so that its indexes stay small for ever.
CREATE TABLE prediction (
  complaint text COLLATE "C" NOT NULL CHECK (complaint ~ '^[0-9]{6}-[0-9]{8}-[0-9]{2}$'),
  model_version text COLLATE "C" NOT NULL CHECK (model_version ~ '^[0-9a-f]{16}$'),
  taxonomy_version text COLLATE "C" NOT NULL,
  l1 text COLLATE "C" NOT NULL,
  l2 text COLLATE "C" NOT NULL,
  confidence double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  runner_up_l1 text COLLATE "C" NOT NULL,
  runner_up_l2 text COLLATE "C" NOT NULL,
  runner_up_confidence double precision NOT NULL CHECK (runner_up_confidence BETWEEN 0 AND 1),
  abstained boolean NOT NULL,
  is_complaint boolean NOT NULL,
  severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),
  severity_reasons text[] NOT NULL,
  language text COLLATE "C" NOT NULL CHECK (language IN ('zh', 'en', 'other')),
  team text COLLATE "C" NOT NULL CHECK (team <> ''),
  findings bytea NOT NULL, -- spans and signals, a serialized redress.classification.v1.Prediction with these alone
  create_time timestamptz NOT NULL,
  PRIMARY KEY (complaint, model_version)
) PARTITION BY HASH (complaint);

DO $$
BEGIN
  FOR i IN 0..7 LOOP
    EXECUTE format('CREATE TABLE prediction_%s PARTITION OF prediction FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);
  END LOOP;
END $$;

-- Writes a batch; the complaints that were new. A class that the taxonomy version does not have is refused for the whole batch: one
-- look per statement, where a foreign key would look twice per row.
CREATE FUNCTION insert_predictions(
  complaints text[], model text, taxonomy text, l1s text[], l2s text[], confidences double precision[], runner_up_l1s text[],
  runner_up_l2s text[], runner_up_confidences double precision[], abstentions boolean[], complaint_flags boolean[],
  severities smallint[], reasons text[], languages text[], teams text[], findings_list bytea[], created timestamptz)
RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT * FROM unnest(l1s, l2s) UNION SELECT * FROM unnest(runner_up_l1s, runner_up_l2s)) AS used (l1, l2)
    WHERE NOT EXISTS (SELECT FROM taxonomy_class c WHERE (c.version, c.l1, c.l2) = (taxonomy, used.l1, used.l2))
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'RD500', MESSAGE = 'UNKNOWN_TAG: a class is not in the taxonomy';
  END IF;
  RETURN QUERY
    INSERT INTO prediction AS p
    SELECT u.complaint, model, taxonomy, u.l1, u.l2, u.confidence, u.runner_up_l1, u.runner_up_l2, u.runner_up_confidence,
           u.abstained, u.is_complaint, u.severity, string_to_array(u.reasons, ','), u.language, u.team, u.findings, created
    FROM unnest(complaints, l1s, l2s, confidences, runner_up_l1s, runner_up_l2s, runner_up_confidences, abstentions,
                complaint_flags, severities, reasons, languages, teams, findings_list)
      AS u (complaint, l1, l2, confidence, runner_up_l1, runner_up_l2, runner_up_confidence, abstained, is_complaint, severity,
            reasons, language, team, findings)
    ORDER BY u.complaint -- the same order in every batch: concurrent ones do not deadlock
    ON CONFLICT DO NOTHING
    RETURNING p.complaint;
END $$;

-- Nothing that was said is changed afterwards.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'RD500', MESSAGE = 'IMMUTABLE: predictions and taxonomy versions are never changed';
END $$;
CREATE TRIGGER prediction_immutable BEFORE UPDATE ON prediction FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER taxonomy_class_immutable BEFORE UPDATE ON taxonomy_class FOR EACH ROW EXECUTE FUNCTION refuse_change();
