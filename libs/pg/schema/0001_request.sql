-- The requests that were answered (AIP-155). Unique for as long as they are kept, so divided by hash, never by time.
CREATE TABLE request (
  caller text NOT NULL,
  request_id uuid NOT NULL,
  method text NOT NULL,
  body_hash bytea NOT NULL,
  answer_name text NOT NULL DEFAULT '',
  answer_etag text NOT NULL DEFAULT '',
  erased boolean NOT NULL DEFAULT false,
  created timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (request_id, caller)
) PARTITION BY HASH (request_id);

DO $$
BEGIN
  FOR remainder IN 0 .. 7 LOOP
    EXECUTE format('CREATE TABLE request_%s PARTITION OF request FOR VALUES WITH (MODULUS 8, REMAINDER %s)', remainder, remainder);
  END LOOP;
END
$$;

CREATE INDEX request_answer_name ON request (answer_name) WHERE answer_name <> '';
