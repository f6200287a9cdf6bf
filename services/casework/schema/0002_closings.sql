-- Which end of its case the last one is, counting closings and rejections: what a survey and a link to appeal are about. 0: it never
-- ended. Written by the trail where it is not known yet.
ALTER TABLE case_file ADD COLUMN closing_number integer NOT NULL DEFAULT 0 CHECK (closing_number >= 0);
UPDATE case_file SET closing_number = (
    SELECT count(*) FROM audit
    WHERE audit.case_number = case_file.case_number AND audit.what IN ('CASE_CLOSED', 'CASE_REJECTED'))
  WHERE closed_by <> '';
-- The customer's word in a survey reopened it; that happens once, whatever more is said.
ALTER TABLE case_file ADD COLUMN survey_reopened boolean NOT NULL DEFAULT false;
