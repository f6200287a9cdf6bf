-- How a case stands by casework's word, while it is not simply open: since when it is over, or which one it became part of.
CREATE TABLE case_standing (
  case_number bigint NOT NULL,
  close_time timestamptz,
  merged_into bigint CHECK (merged_into <> case_number),
  PRIMARY KEY (case_number),
  CHECK (close_time IS NOT NULL OR merged_into IS NOT NULL)
) PARTITION BY HASH (case_number);

-- The matters by which a complaint joined a case: they follow it where casework gives it a case of its own.
CREATE TABLE matter_joined (
  number bigint NOT NULL,
  key bytea NOT NULL CHECK (octet_length(key) = 16),
  PRIMARY KEY (number, key)
) PARTITION BY HASH (number);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case_standing', 'matter_joined'] LOOP
    FOR remainder IN 0 .. 7 LOOP
      EXECUTE format('CREATE TABLE %s_%s PARTITION OF %s FOR VALUES WITH (MODULUS 8, REMAINDER %s)', name, remainder, name, remainder);
    END LOOP;
  END LOOP;
END
$$;

-- The case that a complaint about a matter of `former` joins: that one, or the one that it became part of, while it is open or if
-- it ended at most `repeat_within` before the complaint was received. NULL: none of them, it is too late.
CREATE FUNCTION case_to_join(former bigint, received_time timestamptz, repeat_within interval) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
  present bigint := $1;
  standing record;
BEGIN
  FOR merges IN 1 .. 8 LOOP  -- casework forbids chains; a loop must end all the same
    SELECT s.close_time, s.merged_into INTO standing FROM case_standing s WHERE s.case_number = present LIMIT 1;
    IF NOT FOUND THEN
      RETURN present;
    ELSIF standing.merged_into IS NULL THEN
      RETURN CASE WHEN $2 <= standing.close_time + $3 THEN present END;
    END IF;
    present := standing.merged_into;
  END LOOP;
  RETURN present;
END
$$;

-- The matter that an answer with a token is about, once the case of the token's complaint is long over.
CREATE FUNCTION reply_matter(replied_to bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT decode(md5('answer to ' || $1), 'hex')
$$;

-- For complaints of a batch whose matters were known, or that answer with a token: which cases they join, in which partition, and
-- of whom that was asked (`met`). The usual case takes no lock. Where a matter's case is long over, the matters are locked in the
-- order of their keys and looked at again, one complaint after the other: the first one takes the matter over, also from others
-- who have seen the same at the same moment.
CREATE FUNCTION join_cases(numbers bigint[], received_times timestamptz[], stored boolean[], matter_places int[],
                           matter_keys bytea[], replies_to bigint[], repeat_within interval, partitions smallint[],
                           OUT cases bigint[], OUT placed smallint[], OUT met boolean[])
LANGUAGE plpgsql VOLATILE
SET plan_cache_mode = force_generic_plan
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
  places int[] := $4;
  keys bytea[] := $5;
  late bytea[] := '{}';
  joins bigint[];
  former bigint;
  present bigint;
  best bigint;
  place_before int := 0;
  found record;
BEGIN
  cases := $1;
  placed := $8;
  met := array_fill(false, ARRAY[cardinality($1)]);

  FOR found IN
    SELECT u.place, u.reply_to, case_of(u.reply_to) AS former FROM unnest($6) WITH ORDINALITY u(reply_to, place)
    WHERE u.reply_to IS NOT NULL AND $3[u.place]
  LOOP
    CONTINUE WHEN found.former IS NULL;
    met[found.place] := true;
    cases[found.place] := coalesce(case_to_join(found.former, $2[found.place], $7), $1[found.place]);
    places := places || found.place::int;
    keys := keys || reply_matter(found.reply_to);
    IF cases[found.place] = $1[found.place] THEN
      late := late || reply_matter(found.reply_to);
    END IF;
  END LOOP;
  IF cardinality(late) > 0 THEN
    INSERT INTO matter (key, number)
    SELECT u.key, $1[u.place] FROM unnest(places, keys) u(place, key)
    WHERE u.key = ANY (late)
    ORDER BY u.key, u.place
    ON CONFLICT DO NOTHING;
    late := '{}';
  END IF;
  joins := cases;

  FOR found IN
    SELECT u.place, u.key, m.number FROM unnest(places, keys) u(place, key)
    CROSS JOIN LATERAL (SELECT x.number FROM matter x WHERE x.key = u.key LIMIT 1) m
    WHERE $3[u.place] AND m.number <> $1[u.place]
    ORDER BY u.place, m.number
  LOOP
    met[found.place] := true;
    present := case_to_join(coalesce(cases[array_position($1, found.number)], case_of(found.number)), $2[found.place], $7);
    IF present IS NULL THEN
      late := late || found.key;
    ELSIF cases[found.place] = $1[found.place] THEN
      cases[found.place] := present;
    END IF;
  END LOOP;

  IF cardinality(late) > 0 THEN
    PERFORM FROM matter m WHERE m.key = ANY (late) ORDER BY m.key FOR UPDATE;
    cases := joins;
    FOR found IN SELECT u.place, u.key FROM unnest(places, keys) u(place, key) WHERE met[u.place] ORDER BY u.place, u.key LOOP
      IF found.place <> place_before THEN
        best := NULL;
        place_before := found.place;
      END IF;
      CONTINUE WHEN joins[found.place] <> $1[found.place];  -- the case of its token goes on
      SELECT x.number INTO former FROM matter x WHERE x.key = found.key LIMIT 1;
      CONTINUE WHEN former IS NULL OR former = $1[found.place];
      present := case_to_join(coalesce(cases[array_position($1, former)], case_of(former)), $2[found.place], $7);
      IF present IS NULL THEN
        UPDATE matter SET number = $1[found.place] WHERE key = found.key;
      ELSIF best IS NULL OR former < best THEN
        best := former;
        cases[found.place] := present;
      END IF;
    END LOOP;
  END IF;

  INSERT INTO matter_joined (number, key)
  SELECT $1[u.place], u.key FROM unnest(places, keys) u(place, key)
  WHERE met[u.place] AND cases[u.place] <> $1[u.place]
  ON CONFLICT DO NOTHING;
  -- What is said of a case is said in its partition, that of the complaint after which it is named.
  FOR found IN
    SELECT u.place, c.partition FROM unnest(cases, $1) WITH ORDINALITY u(case_number, number, place)
    CROSS JOIN LATERAL (SELECT x.partition FROM complaint x WHERE x.number = u.case_number LIMIT 1) c
    WHERE u.case_number <> u.number
  LOOP
    placed[found.place] := found.partition;
  END LOOP;
END
$$;
