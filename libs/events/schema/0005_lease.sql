-- Who works on which partition. Renewed every few seconds, never on the way of an event.
CREATE TABLE lease (
  name text NOT NULL,
  partition smallint NOT NULL,
  owner text NOT NULL,
  expires timestamptz NOT NULL,
  PRIMARY KEY (name, partition)
) WITH (fillfactor = 50);

CREATE TABLE lease_member (
  name text NOT NULL,
  owner text NOT NULL,
  expires timestamptz NOT NULL,
  PRIMARY KEY (name, owner)
) WITH (fillfactor = 50);

-- Renews the owner's leases, takes free ones up to the fair share (all partitions ÷ living owners, rounded up), gives back what
-- exceeds it. Returns what is held, ascending.
CREATE FUNCTION renew_leases(lease_name text, lease_owner text, ttl interval, partition_count int)
RETURNS smallint[] LANGUAGE plpgsql VOLATILE
SET search_path FROM CURRENT
AS $$
DECLARE
  fair_share int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(current_schema() || '/lease'), hashtext($1));
  DELETE FROM lease_member m WHERE m.name = $1 AND m.expires < clock_timestamp();
  INSERT INTO lease_member AS m (name, owner, expires) VALUES ($1, $2, clock_timestamp() + $3)
  ON CONFLICT (name, owner) DO UPDATE SET expires = excluded.expires;
  SELECT ceil($4::numeric / count(*)) INTO fair_share FROM lease_member m WHERE m.name = $1;

  UPDATE lease l SET expires = clock_timestamp() + $3 WHERE l.name = $1 AND l.owner = $2;
  DELETE FROM lease l WHERE l.name = $1 AND l.owner = $2
    AND l.partition IN (SELECT x.partition FROM lease x WHERE x.name = $1 AND x.owner = $2 ORDER BY x.partition OFFSET fair_share);
  INSERT INTO lease AS l (name, partition, owner, expires)
  SELECT $1, p, $2, clock_timestamp() + $3
  FROM generate_series(0, $4 - 1) p
  WHERE NOT EXISTS (SELECT FROM lease x WHERE x.name = $1 AND x.partition = p AND x.expires >= clock_timestamp())
  ORDER BY p
  LIMIT greatest(0, fair_share - (SELECT count(*) FROM lease x WHERE x.name = $1 AND x.owner = $2))
  ON CONFLICT (name, partition) DO UPDATE SET owner = excluded.owner, expires = excluded.expires
    WHERE l.expires < clock_timestamp();
  RETURN ARRAY(SELECT x.partition FROM lease x WHERE x.name = $1 AND x.owner = $2 ORDER BY x.partition);
END
$$;

-- Gives everything back.
CREATE FUNCTION release_leases(lease_name text, lease_owner text)
RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path FROM CURRENT
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(current_schema() || '/lease'), hashtext($1));
  DELETE FROM lease l WHERE l.name = $1 AND l.owner = $2;
  DELETE FROM lease_member m WHERE m.name = $1 AND m.owner = $2;
END
$$;
