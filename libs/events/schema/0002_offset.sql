-- How far a consumer of this schema has applied somebody's log: rows are only added, in the transaction of the effects, and only
-- where the last one ends. All but the newest are removed later, in small batches.
CREATE TABLE consumer_offset (
  consumer text NOT NULL,
  source text NOT NULL,
  epoch text NOT NULL,
  partition smallint NOT NULL,
  "from" bigint NOT NULL CHECK ("from" >= 0),
  "to" bigint NOT NULL,
  PRIMARY KEY (consumer, source, epoch, partition, "from"),
  CHECK ("to" > "from")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The epoch of each source that a consumer follows; written when it first starts.
CREATE TABLE consumer_source (
  consumer text NOT NULL,
  source text NOT NULL,
  epoch text NOT NULL,
  PRIMARY KEY (consumer, source)
);

-- Events that could not be applied, and the later ones of their subjects, in order. `envelope` is redress.events.v1.Envelope.
CREATE TABLE parked_event (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer text NOT NULL,
  subject text NOT NULL,
  source text NOT NULL,
  epoch text NOT NULL,
  partition smallint NOT NULL,
  sequence bigint NOT NULL,
  envelope bytea NOT NULL,
  reason text NOT NULL,
  first boolean NOT NULL,
  parked timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (consumer, source, epoch, partition, sequence)
);
CREATE INDEX parked_event_subject ON parked_event (consumer, subject, ordinal);
CREATE INDEX parked_event_first ON parked_event (consumer, partition, parked) WHERE first;

-- What an operator gave up, and why.
CREATE TABLE discarded_event (
  ordinal bigint PRIMARY KEY,
  consumer text NOT NULL,
  subject text NOT NULL,
  envelope bytea NOT NULL,
  parked_reason text NOT NULL,
  parked timestamptz NOT NULL,
  discarded timestamptz NOT NULL DEFAULT now(),
  discarded_by text NOT NULL,
  reason text NOT NULL CHECK (reason <> '')
);

-- Effects outside the suite, each once. Unique for as long as they are kept, so divided by hash.
CREATE TABLE effect (
  kind text NOT NULL,
  subject text NOT NULL,
  occurrence text NOT NULL,
  useless_after timestamptz NOT NULL,
  payload bytea NOT NULL,
  created timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subject, kind, occurrence)
) PARTITION BY HASH (subject);
DO $$
BEGIN
  FOR remainder IN 0 .. 7 LOOP
    EXECUTE format('CREATE TABLE effect_%s PARTITION OF effect FOR VALUES WITH (MODULUS 8, REMAINDER %s)', remainder, remainder);
  END LOOP;
END
$$;
