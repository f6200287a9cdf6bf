-- The cases that came with a simulation, until it ends: facts as lines of `name=value`, none of which can name a person.
ALTER TABLE policy_simulation DROP CONSTRAINT policy_simulation_days_check;
ALTER TABLE policy_simulation ADD CONSTRAINT policy_simulation_days_check CHECK (days >= 0);
CREATE TABLE policy_simulation_case (
  simulation uuid NOT NULL REFERENCES policy_simulation,
  position bigint NOT NULL CHECK (position >= 1),
  facts text NOT NULL,
  PRIMARY KEY (simulation, position)
);
