-- Stores a batch of complaints in one round trip: requests, messages, keys, matters, rows, then events, each a statement of its
-- own, so that each sees what the one before has waited for. Keys are taken in sorted order, hence batches never deadlock. Arrays
-- are aligned by place, the order of arrival; `contents` and `events` are cut out of one value each, since an array of bytea costs
-- a conversion to text. Outcomes: 0 stored; 1 the request was answered before; 2 its id was used for something else;
-- 3 the message is known; 4 answered before and erased since. `names` says which complaint answers 1 and 3. `sequences` and
-- `positions` are those of the events of what was stored (0), in the order of arrival.
--
-- Where everything was new, the counts say so and nothing is looked up. What is, is looked up by LATERAL … LIMIT 1: the plan is
-- made once, perhaps on empty tables, and a plain join would then read whole tables for every batch until they are analysed.
CREATE FUNCTION store_complaints(
  callers text[], request_ids uuid[], body_hashes bytea[], method_name text,
  numbers bigint[], partitions smallint[], channels smallint[],
  received_times timestamptz[], event_times timestamptz[], now_time timestamptz,
  customers bytea[], vip_levels smallint[], amounts bigint[], currencies text[],
  products text[], sellers text[], sources text[], languages text[], missings smallint[],
  key_owners bytea[], key_ids uuid[], content_starts int[], content_sizes int[], contents bytea,
  message_keys bytea[], replies_to bigint[],
  order_places int[], order_indexes bytea[],
  matter_places int[], matter_keys bytea[],
  evidence_places int[], evidence_ids uuid[], evidence_hashes bytea[], evidence_types text[], evidence_sizes bigint[],
  evidence_uris bytea[],
  new_owners bytea[], new_key_ids uuid[], new_wrapped bytea[],
  traceparents text[], event_starts int[], event_sizes int[], events bytea,
  own_names text[], keys_known boolean[], repeat_within interval, event_ids uuid[],
  OUT outcomes smallint[], OUT names text[], OUT cases bigint[], OUT placed smallint[], OUT sequences bigint[], OUT positions text[])
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
  total CONSTANT int := cardinality($5);
  claimed text[];
  stored boolean[] := array_fill(true, ARRAY[total]);
  repeated boolean;
  owners_stored bytea[];
  inserted int;
  wanted int;
  keys_met boolean;
  known_matter boolean := false;
  met boolean[] := array_fill(false, ARRAY[cardinality($5)]);
  found record;
BEGIN
  outcomes := array_fill(0::smallint, ARRAY[total]);
  names := array_fill(NULL::text, ARRAY[total]);
  cases := $5;
  placed := $6;
  sequences := '{}';
  positions := '{}';

  -- Requests that are new, told from the others by the answer that they would get.
  WITH fresh AS (
    INSERT INTO request (caller, request_id, method, body_hash, answer_name)
    SELECT u.caller, u.request_id, $4, u.body_hash, u.name
    FROM unnest($1, $2, $3, $44) WITH ORDINALITY u(caller, request_id, body_hash, name, place)
    ORDER BY u.request_id, u.caller, u.place
    ON CONFLICT DO NOTHING
    RETURNING answer_name
  )
  SELECT array_agg(fresh.answer_name) INTO claimed FROM fresh;
  IF cardinality(claimed) IS DISTINCT FROM total THEN
    SELECT array_agg(s.fresh ORDER BY s.place), array_agg(CASE WHEN s.fresh THEN 0 ELSE 1 END::smallint ORDER BY s.place)
    INTO stored, outcomes
    FROM (SELECT u.place, coalesce(u.name = ANY (claimed), false) AS fresh
          FROM unnest($44) WITH ORDINALITY u(name, place)) s;
  END IF;

  IF cardinality(array_remove($25, NULL)) > 0 THEN
    INSERT INTO source_message (key, number)
    SELECT u.key, u.number FROM unnest($25, $5) WITH ORDINALITY u(key, number, place)
    WHERE u.key IS NOT NULL AND stored[u.place]
    ORDER BY u.key, u.place
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    SELECT count(*) INTO wanted FROM unnest($25) WITH ORDINALITY u(key, place) WHERE u.key IS NOT NULL AND stored[u.place];
    IF inserted < wanted THEN
      FOR found IN
        SELECT u.place, m.number FROM unnest($25, $5) WITH ORDINALITY u(key, number, place)
        CROSS JOIN LATERAL (SELECT x.number FROM source_message x WHERE x.key = u.key LIMIT 1) m
        WHERE stored[u.place] AND m.number <> u.number
      LOOP
        stored[found.place] := false;
        outcomes[found.place] := 3;
        names[found.place] := 'complaints/' || number_text(found.number);
        UPDATE request r SET answer_name = names[found.place]
        WHERE r.request_id = $2[found.place] AND r.caller = $1[found.place];
      END LOOP;
    END IF;
  END IF;

  repeated := NOT true = ALL (stored);
  IF repeated THEN
    owners_stored := ARRAY(SELECT u.owner FROM unnest($20) WITH ORDINALITY u(owner, place) WHERE stored[u.place]);
    FOR found IN
      SELECT u.place, r.answer_name, r.erased, r.body_hash = u.body_hash AND r.method = $4 AS same
      FROM unnest($1, $2, $3) WITH ORDINALITY u(caller, request_id, body_hash, place)
      CROSS JOIN LATERAL (SELECT x.* FROM request x WHERE x.request_id = u.request_id AND x.caller = u.caller LIMIT 1) r
      WHERE outcomes[u.place] = 1
    LOOP
      outcomes[found.place] := CASE WHEN NOT found.same THEN 2 WHEN found.erased THEN 4 ELSE 1 END;
      names[found.place] := found.answer_name;
    END LOOP;
  END IF;

  -- Only keys that seal something; and each complaint with the key that is there, lest nobody could ever open it: another replica
  -- may have made one at the same time, or a known one may have been erased since.
  INSERT INTO data_key (owner, key_id, wrapped)
  SELECT u.owner, u.key_id, u.wrapped FROM unnest($37, $38, $39) u(owner, key_id, wrapped)
  WHERE NOT repeated OR u.owner = ANY (owners_stored)
  ORDER BY u.owner
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS inserted = ROW_COUNT;
  keys_met := inserted < cardinality($37);
  IF keys_met OR true = ANY ($45) THEN
    IF EXISTS (SELECT FROM unnest($20, $21, $45) WITH ORDINALITY u(owner, key_id, known, place)
               LEFT JOIN LATERAL (SELECT x.key_id FROM data_key x WHERE x.owner = u.owner LIMIT 1) k ON true
               WHERE stored[u.place] AND (keys_met OR u.known) AND k.key_id IS DISTINCT FROM u.key_id) THEN
      RAISE EXCEPTION USING ERRCODE = 'RD409', MESSAGE = 'DATA_KEY_CHANGED: a key was made or erased elsewhere';
    END IF;
  END IF;

  -- A matter belongs to the first complaint about it; a later one joins the case of that complaint, unless that is long over.
  IF cardinality($29) > 0 THEN
    INSERT INTO matter (key, number)
    SELECT u.key, $5[u.place] FROM unnest($29, $30) u(place, key)
    WHERE stored[u.place]
    ORDER BY u.key, u.place
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS inserted = ROW_COUNT;
    known_matter := inserted < cardinality($29);
  END IF;
  IF known_matter OR cardinality(array_remove($26, NULL)) > 0 THEN
    SELECT j.cases, j.placed, j.met INTO cases, placed, met
    FROM join_cases($5, $8, stored, $29, $30, $26, $46, $6) j;
  END IF;

  INSERT INTO complaint (number, partition, case_number, channel, received_time, event_time, create_time, customer, vip_level,
                         amount_minor, currency, product, seller, source, language_code, missing, submitter, key_owner, key_id,
                         content)
  SELECT u.number, u.partition, u.case_number, u.channel, u.received_time, u.event_time, $10, u.customer, u.vip_level,
         u.amount, u.currency, u.product, u.seller, u.source, u.language, u.missing, u.caller, u.key_owner, u.key_id,
         substring($24 FROM u.content_start FOR u.content_size)
  FROM unnest($5, placed, cases, $7, $8, $9, $11, $12, $13, $14, $15, $16, $17, $18, $19, $1, $20, $21, $22, $23) WITH ORDINALITY
    u(number, partition, case_number, channel, received_time, event_time, customer, vip_level, amount, currency, product, seller,
      source, language, missing, caller, key_owner, key_id, content_start, content_size, place)
  WHERE stored[u.place];

  IF cardinality($27) > 0 THEN
    INSERT INTO complaint_order (order_index, number)
    SELECT u.order_index, $5[u.place] FROM unnest($27, $28) u(place, order_index) WHERE stored[u.place];
  END IF;
  IF cardinality($31) > 0 THEN
    INSERT INTO evidence (number, evidence_id, sha256, media_type, size_bytes, adder, create_time, key_id, uri)
    SELECT $5[u.place], u.evidence_id, u.hash, u.type, u.size, $1[u.place], $10, $21[u.place], u.uri
    FROM unnest($31, $32, $33, $34, $35, $36) u(place, evidence_id, hash, type, size, uri) WHERE stored[u.place];
  END IF;

  -- The event was written for a case of its own. Of a joined one the case (field 2) and same_matter (field 13) are added behind:
  -- of a field that comes twice the later one counts. Where a matter was known, what casework had said of it was looked at: the
  -- event comes after that.
  IF true = ANY (stored) THEN
    SELECT a.sequences, a.positions INTO sequences, positions
    FROM (SELECT array_agg(e.partition) AS partitions, array_agg('redress.intake.v1.ComplaintReceived'::text) AS types,
                 array_agg(e.subject) AS subjects, array_agg($10) AS times, array_agg(e.traceparent) AS traceparents,
                 array_agg(CASE WHEN e.met THEN NULL ELSE '' END) AS afters, array_agg(e.data) AS data, array_agg(e.id) AS ids
          FROM (SELECT u.partition, u.traceparent, met[u.place] AS met, u.id,
                       CASE WHEN u.case_number = u.number THEN 'cases/' || substr(u.name, 12)
                            ELSE 'cases/' || number_text(u.case_number) END AS subject,
                       CASE WHEN u.case_number = u.number THEN substring($43 FROM u.start FOR u.size)
                            ELSE substring($43 FROM u.start FOR u.size) || '\x1218'::bytea ||
                                 convert_to('cases/' || number_text(u.case_number), 'UTF8') || '\x6801'::bytea END AS data
                FROM unnest($5, placed, cases, $40, $41, $42, $44, $47) WITH ORDINALITY
                  u(number, partition, case_number, traceparent, start, size, name, id, place)
                WHERE stored[u.place]
                ORDER BY u.place) e) said
    CROSS JOIN LATERAL append_events(said.partitions, said.types, said.subjects, said.times, said.traceparents, said.afters,
                                     said.data, said.ids) a;
  END IF;
END
$$;
