-- A specialist lists the grants that it proposed, newest first; the page must not walk over everybody's.
CREATE INDEX remedy_grant_proposer ON remedy_grant (proposer, commit_us DESC, id DESC);
