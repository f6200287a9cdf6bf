-- Until when, not included, a plan can be accepted. Empty for plans of before that, whose quotations were good for seven days.
ALTER TABLE plan ADD COLUMN expire_us bigint CHECK (expire_us > propose_us);
