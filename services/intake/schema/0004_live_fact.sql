-- What connectors stated of live channels: each call to the hotline and each turn of a conversation once, by the fingerprint of the
-- id that its source gave. Nothing personal: who called, and what was said, is not kept here.
CREATE TABLE call_fact (
  key bytea NOT NULL CHECK (octet_length(key) = 16),
  call_id uuid NOT NULL,
  number bigint,  -- of the complaint that it was about; NULL: none
  outcome smallint NOT NULL CHECK (outcome BETWEEN 1 AND 2),
  offered_time timestamptz NOT NULL,
  outcome_time timestamptz NOT NULL CHECK (outcome_time >= offered_time),
  talk_seconds int NOT NULL CHECK (talk_seconds BETWEEN 0 AND 86400),
  source text NOT NULL CHECK (source = '' OR source ~ '^[A-Za-z0-9_.-]{1,64}$'),
  reporter text NOT NULL CHECK (reporter <> ''),
  create_time timestamptz NOT NULL,
  PRIMARY KEY (key)
) PARTITION BY HASH (key);

CREATE TABLE turn_fact (
  key bytea NOT NULL CHECK (octet_length(key) = 16),
  turn_id uuid NOT NULL,
  number bigint,
  channel smallint NOT NULL CHECK (channel IN (4, 7)),
  speaker smallint NOT NULL CHECK (speaker BETWEEN 1 AND 3),
  spoken_time timestamptz NOT NULL,
  source text NOT NULL CHECK (source = '' OR source ~ '^[A-Za-z0-9_.-]{1,64}$'),
  reporter text NOT NULL CHECK (reporter <> ''),
  create_time timestamptz NOT NULL,
  PRIMARY KEY (key)
) PARTITION BY HASH (key);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['call_fact', 'turn_fact'] LOOP
    FOR remainder IN 0 .. 7 LOOP
      EXECUTE format('CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 8, REMAINDER %s)', name, remainder, name, remainder);
    END LOOP;
  END LOOP;
END
$$;
CREATE TRIGGER call_fact_insert_only BEFORE UPDATE ON call_fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER turn_fact_insert_only BEFORE UPDATE ON turn_fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
