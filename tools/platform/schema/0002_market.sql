-- The platform's words for where an order was sold to, and for how it rates a seller; empty: not known.
ALTER TABLE customer_order ADD COLUMN region text NOT NULL DEFAULT '' CHECK (region ~ '^[A-Z0-9_]{0,63}$');
ALTER TABLE order_line ADD COLUMN seller_tier text NOT NULL DEFAULT '' CHECK (seller_tier ~ '^[A-Z0-9_]{0,63}$');
