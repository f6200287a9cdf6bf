-- The chain of the books: every entry is linked, after its commit, to the one before it in the log of its partition; the heads of
-- all partitions are sealed together each business day. Both are only added to. What a hash is made of, domain/chain.h says.
CREATE TABLE ledger_link (
  partition smallint NOT NULL CHECK (partition >= 0),
  position bigint NOT NULL CHECK (position >= 1),  -- gapless within a partition
  sequence bigint NOT NULL CHECK (sequence >= 1),  -- of the event that tells of the entry, in the log of the partition
  entry bigint UNIQUE,                             -- null: the log tells of an entry that was not there
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (partition, position)
);
CREATE TABLE ledger_seal (
  number bigint PRIMARY KEY CHECK (number >= 1),  -- gapless
  day text NOT NULL UNIQUE CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
  partitions integer[] NOT NULL,  -- those that have a link, ascending
  positions bigint[] NOT NULL,    -- of the last link of each
  heads text[] NOT NULL,          -- their hashes
  seal_us bigint NOT NULL,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  CHECK (cardinality(positions) = cardinality(heads) AND cardinality(partitions) = cardinality(heads))
);
CREATE TRIGGER ledger_link_immutable BEFORE UPDATE OR DELETE ON ledger_link FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_link_kept BEFORE TRUNCATE ON ledger_link FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_seal_immutable BEFORE UPDATE OR DELETE ON ledger_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_seal_kept BEFORE TRUNCATE ON ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- No grant owes less than nothing, or was paid less than nothing: an entry that takes an account below its floor within its own
-- grant is refused. The row of the grant is locked by whoever writes, so nobody adds to its entries meanwhile; and what holds for
-- every grant holds for the account. A commit takes nothing from an account and is not looked at.
CREATE FUNCTION hold_floor() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  below text;
BEGIN
  -- Debits less credits: of what was spent, is owed to us, came in or was given up not below nothing, of all others not above it.
  SELECT side.account INTO below
  FROM (VALUES (NEW.debit), (NEW.credit)) side (account)
  WHERE (SELECT sum(CASE WHEN e.debit = side.account THEN e.amount_minor ELSE -e.amount_minor END)
         FROM ledger_entry e WHERE e.grant_id = NEW.grant_id AND side.account IN (e.debit, e.credit))
        * (CASE WHEN side.account ~ '^(expense-.*|receivable-.*|received|written-off)$' THEN 1 ELSE -1 END) < 0
  LIMIT 1;
  IF below IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'RD412', MESSAGE = 'BELOW_FLOOR: ' || below || ' would fall below its floor';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER ledger_entry_floor AFTER INSERT ON ledger_entry FOR EACH ROW WHEN (NEW.reason <> 'COMMITTED')
  EXECUTE FUNCTION hold_floor();
