-- Of intake: calls to the hotline, also those of which no complaint came. Beside the tables of 0001_init.sql, and like them made a
-- second time by the rebuild.
CREATE TABLE call_fact (
  partition smallint NOT NULL,
  call_id text NOT NULL,
  case_number text NOT NULL DEFAULT '', -- empty: no complaint came of it
  outcome text NOT NULL DEFAULT '',
  offered_time timestamptz,
  outcome_time timestamptz,
  talk_seconds bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (partition, call_id)
);
CREATE INDEX call_fact_offered ON call_fact (offered_time);
