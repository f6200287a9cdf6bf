-- What each item that comes or moves pays for in every index (the four of a rush took a third of its insert).
--
-- Of a case, one index finds the items and keeps two apart that are open about one thing: the case as a whole (''), or one part of
-- it. Those that are done have NULL there, which is never the same.
CREATE UNIQUE INDEX work_item_of_case ON work_item
  (case_number, (CASE WHEN state = 'DONE' THEN NULL WHEN subject = '' THEN '' ELSE kind || '/' || subject END));
DROP INDEX work_item_case, work_item_one_main, work_item_one_part;
-- The items of all teams are those of each team in its order, merged (store/item_listing.h).
DROP INDEX work_item_order;
-- No team is ever deleted, and the statements that write an item take its team from the table `team`, without which it would be
-- NULL; a foreign key would look each up once more, and lock it.
ALTER TABLE work_item DROP CONSTRAINT work_item_team_fkey;
