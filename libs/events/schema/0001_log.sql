-- The log: what this service said. Numbered under an advisory lock per partition, so gapless and in commit order.
-- Divided by ranges of sequence (never by day: uniqueness would be lost); every child holds all partitions.
CREATE TABLE event (
  partition smallint NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  type text NOT NULL,
  subject text NOT NULL,
  time timestamptz NOT NULL,
  traceparent text NOT NULL,
  after text NOT NULL,
  data bytea NOT NULL,
  recorded timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (partition, sequence)
) PARTITION BY RANGE (sequence);

-- The children that exist, attached or about to be.
CREATE TABLE log_range (
  low bigint PRIMARY KEY,
  high bigint NOT NULL CHECK (high > low),
  child text NOT NULL UNIQUE,
  attached boolean NOT NULL DEFAULT false
);

-- The last sequence of every partition that was dropped from the log.
CREATE TABLE log_floor (
  partition smallint PRIMARY KEY,
  sequence bigint NOT NULL CHECK (sequence > 0)
);

-- A log's life: a restore that cannot prove completeness opens another. Part of stream keys, envelopes and offsets.
CREATE TABLE log_epoch (
  epoch text PRIMARY KEY CHECK (epoch ~ '^[0-9a-f]{16}$'),
  opened timestamptz NOT NULL DEFAULT now(),
  present boolean NOT NULL
);
CREATE UNIQUE INDEX log_epoch_present ON log_epoch (present) WHERE present;
INSERT INTO log_epoch (epoch, present) VALUES (left(encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 16), true);

-- P, fixed for the log's life; one row, written at the first start.
CREATE TABLE log_shape (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  partitions smallint NOT NULL CHECK (partitions BETWEEN 1 AND 1024)
);
