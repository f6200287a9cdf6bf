-- Items whose cases go on take a place of their agents again: the lowest free one, also above the limit, for nothing that an agent
-- has is thrown away. Agents in one order, so that two who do this, or claim places, wait for each other in that order. Who loses a
-- place to a claim made meanwhile looks again and sees it.
CREATE FUNCTION resume_places(items text[], resumed_us bigint) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT a.assignment, a.agent FROM assignment a
    WHERE a.item = ANY ($1) AND a.released_us IS NULL AND a.slot IS NULL ORDER BY a.agent, a.item
  LOOP
    LOOP
      BEGIN
        UPDATE assignment SET resume_us = $2, slot = (
          SELECT min(g.slot) FROM generate_series(1, 1 + (
            SELECT count(s.slot)::int FROM assignment s WHERE s.agent = one.agent AND s.released_us IS NULL)) g(slot)
          WHERE NOT EXISTS (SELECT FROM assignment s WHERE s.agent = one.agent AND s.slot = g.slot AND s.released_us IS NULL))
        WHERE assignment = one.assignment;
        EXIT;
      EXCEPTION WHEN unique_violation THEN
        NULL;
      END;
    END LOOP;
  END LOOP;
END
$$;
