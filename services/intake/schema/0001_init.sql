-- Complaints as received. Rows are only added: nothing on the way of a submission is ever updated, but a matter whose case is long
-- over; and a key that must stay unique for long lives in a table divided by hash. Personal data lies sealed in `content`, `uri` and
-- `wrapped`; what is searched for is a keyed fingerprint of 16 bytes. A complaint's number is kept as the 14 digits before its check
-- digits.

-- Each call reserves a block of 1,000; what a process leaves of it is a gap. Unique together with the day of the number.
CREATE SEQUENCE complaint_sequence AS bigint INCREMENT BY 1000 MINVALUE 0 MAXVALUE 99999000 START WITH 1000 CYCLE;

-- The key with which a customer's (or an anonymous complaint's) data is sealed, itself sealed by the key ring. Erasing somebody is
-- deleting their row; a later key of the same owner has another id, so what was sealed before stays closed.
CREATE TABLE data_key (
  owner bytea NOT NULL CHECK (octet_length(owner) = 16),
  key_id uuid NOT NULL,
  wrapped bytea NOT NULL CHECK (octet_length(wrapped) >= 32),
  created_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner)
) PARTITION BY HASH (owner);

CREATE TABLE complaint (
  number bigint NOT NULL CHECK (number BETWEEN 101 * 100000000::bigint AND 991231 * 100000000::bigint + 99999999),
  partition smallint NOT NULL CHECK (partition BETWEEN 0 AND 63),
  case_number bigint NOT NULL,  -- decided at submission; case_link tells of later changes
  channel smallint NOT NULL CHECK (channel BETWEEN 1 AND 9),
  received_time timestamptz NOT NULL CHECK (received_time >= '2000-01-01 00:00:00Z'),
  event_time timestamptz CHECK (event_time <= received_time),
  create_time timestamptz NOT NULL,
  customer bytea CHECK (octet_length(customer) = 16),  -- fingerprint; NULL: anonymous
  vip_level smallint NOT NULL CHECK (vip_level BETWEEN 0 AND 3),
  amount_minor bigint CHECK (amount_minor >= 0),
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  product text NOT NULL CHECK (product = '' OR product ~ '^[A-Za-z0-9_-]{1,64}$'),
  seller text NOT NULL CHECK (seller = '' OR seller ~ '^[A-Za-z0-9_-]{1,64}$'),
  source text NOT NULL CHECK (source = '' OR source ~ '^[A-Za-z0-9_.-]{1,64}$'),
  language_code text NOT NULL CHECK (language_code = '' OR language_code ~ '^[A-Za-z0-9-]{1,35}$'),
  missing smallint NOT NULL CHECK (missing BETWEEN 0 AND 31),  -- bit set of the items of missing_information.h, in its order
  submitter text NOT NULL CHECK (submitter <> ''),
  key_owner bytea NOT NULL CHECK (octet_length(key_owner) = 16),
  key_id uuid NOT NULL,
  content bytea NOT NULL CHECK (octet_length(content) >= 40),
  PRIMARY KEY (number),
  CHECK ((amount_minor IS NULL) = (currency IS NULL))
) PARTITION BY HASH (number);
CREATE INDEX complaint_received ON complaint (received_time, number);
CREATE INDEX complaint_customer ON complaint (customer, number) WHERE customer IS NOT NULL;
CREATE INDEX complaint_case ON complaint (case_number, number) WHERE case_number <> number;

-- A complaint's case changed: the newest version counts.
CREATE TABLE case_link (
  number bigint NOT NULL REFERENCES complaint (number),
  version int NOT NULL CHECK (version > 0),
  case_number bigint NOT NULL,
  actor text NOT NULL CHECK (actor <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  linked_time timestamptz NOT NULL,
  PRIMARY KEY (number, version)
) PARTITION BY HASH (number);

-- Which complaints name an order; fingerprints.
CREATE TABLE complaint_order (
  order_index bytea NOT NULL CHECK (octet_length(order_index) = 16),
  number bigint NOT NULL,
  PRIMARY KEY (order_index, number)
) PARTITION BY HASH (order_index);

-- The same matter: the fingerprint of a customer with one of their orders, and the complaint whose case it belongs to: the first one
-- about it, or the first one after that case was long over.
CREATE TABLE matter (
  key bytea NOT NULL CHECK (octet_length(key) = 16),
  number bigint NOT NULL,
  PRIMARY KEY (key)
) PARTITION BY HASH (key);

-- The same message: the fingerprint of channel, source and message id, and the complaint that it became.
CREATE TABLE source_message (
  key bytea NOT NULL CHECK (octet_length(key) = 16),
  number bigint NOT NULL,
  PRIMARY KEY (key)
) PARTITION BY HASH (key);

CREATE TABLE contact (
  number bigint NOT NULL REFERENCES complaint (number),
  contact_id uuid NOT NULL,
  kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
  channel smallint NOT NULL CHECK (channel BETWEEN 1 AND 9),
  received_time timestamptz NOT NULL,
  create_time timestamptz NOT NULL,
  source text NOT NULL CHECK (source = '' OR source ~ '^[A-Za-z0-9_.-]{1,64}$'),
  submitter text NOT NULL CHECK (submitter <> ''),
  key_id uuid NOT NULL,
  content bytea NOT NULL CHECK (octet_length(content) >= 40),
  PRIMARY KEY (number, contact_id)
) PARTITION BY HASH (number);

-- The same message as a contact.
CREATE TABLE contact_message (
  key bytea NOT NULL CHECK (octet_length(key) = 16),
  number bigint NOT NULL,
  contact_id uuid NOT NULL,
  PRIMARY KEY (key)
) PARTITION BY HASH (key);

CREATE TABLE evidence (
  number bigint NOT NULL REFERENCES complaint (number),
  evidence_id uuid NOT NULL,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  media_type text NOT NULL CHECK (media_type ~ '^[^/]+/[^/]+$'),
  size_bytes bigint NOT NULL CHECK (size_bytes BETWEEN 1 AND 1099511627776),
  adder text NOT NULL CHECK (adder <> ''),
  create_time timestamptz NOT NULL,
  key_id uuid NOT NULL,
  uri bytea NOT NULL CHECK (octet_length(uri) >= 40),
  PRIMARY KEY (number, evidence_id),
  UNIQUE (number, sha256)
) PARTITION BY HASH (number);

-- Who read personal data in clear, and why; one row a call.
CREATE TABLE personal_data_access (
  access_id uuid NOT NULL,
  access_time timestamptz NOT NULL,
  reader text NOT NULL CHECK (reader <> ''),
  purpose text NOT NULL CHECK (purpose IN ('READ', 'CLASSIFY', 'TRAIN', 'NOTIFY', 'VERIFY')),
  reason text NOT NULL DEFAULT '',
  numbers bigint[] NOT NULL CHECK (cardinality(numbers) > 0),
  PRIMARY KEY (access_id),
  CHECK (purpose <> 'READ' OR reason <> '')
) PARTITION BY HASH (access_id);
CREATE INDEX personal_data_access_time ON personal_data_access (access_time);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['data_key', 'complaint', 'case_link', 'complaint_order', 'matter', 'source_message', 'contact',
                              'contact_message', 'evidence', 'personal_data_access'] LOOP
    FOR remainder IN 0 .. 7 LOOP
      EXECUTE format('CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 8, REMAINDER %s)', name, remainder, name, remainder);
    END LOOP;
  END LOOP;
END
$$;

-- What was said stays said, and who read it stays known.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'INSERT_ONLY: rows of this table are never changed';
END
$$;
CREATE TRIGGER complaint_insert_only BEFORE UPDATE ON complaint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_link_insert_only BEFORE UPDATE OR DELETE ON case_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_insert_only BEFORE UPDATE OR DELETE ON personal_data_access FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- `26112200012345` → `261122-00012345-21`: the number with its check digits (ISO 7064 MOD 97-10).
CREATE FUNCTION number_text(stored bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lpad((stored / 100000000)::text, 6, '0') || '-' || lpad((stored % 100000000)::text, 8, '0') || '-' ||
         lpad((98 - stored % 97 * 100 % 97)::text, 2, '0')
$$;

-- The case that a complaint belongs to now.
CREATE FUNCTION case_of(complaint_number bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT l.case_number FROM case_link l WHERE l.number = $1 ORDER BY l.version DESC LIMIT 1),
                  (SELECT c.case_number FROM complaint c WHERE c.number = $1))
$$;
