-- The declines of the last minutes: what was declined hides nothing that waits behind it (store/queue_store.h, CountDeclined).
CREATE INDEX assignment_declined ON assignment (released_us) WHERE release_reason = 'DECLINED';
