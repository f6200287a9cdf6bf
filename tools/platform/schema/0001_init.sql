-- The reference platform's own books. Ids are bare, times are business time in microseconds since the Unix epoch (`_us`), money is in
-- minor units. What must never be is a constraint: the decision that comes before it is only the polite form.

CREATE TABLE product (
  product text PRIMARY KEY CHECK (product ~ '^[A-Za-z0-9_-]{1,64}$'),
  seller text NOT NULL CHECK (seller ~ '^[A-Za-z0-9_-]{0,64}$'),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  on_sale boolean NOT NULL,
  stock bigint NOT NULL CHECK (stock >= 0)
);
CREATE INDEX product_seller ON product (seller);

CREATE TABLE customer (
  customer text PRIMARY KEY CHECK (customer <> ''),
  follower_count bigint NOT NULL CHECK (follower_count >= 0),
  public_voice boolean NOT NULL
);

CREATE TABLE customer_order (
  order_id text PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  customer text NOT NULL,
  cancelled boolean NOT NULL,
  create_us bigint NOT NULL,
  pay_us bigint NOT NULL CHECK (pay_us >= create_us),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND paid_minor),
  address_token text NOT NULL DEFAULT ''
);

CREATE TABLE order_line (
  order_id text NOT NULL REFERENCES customer_order ON DELETE CASCADE,
  line text NOT NULL CHECK (line ~ '^[A-Za-z0-9_-]{1,64}$'),
  position smallint NOT NULL,
  product text NOT NULL REFERENCES product,
  title text NOT NULL,
  seller text NOT NULL,
  category text NOT NULL,
  perishable boolean NOT NULL,
  quantity integer NOT NULL CHECK (quantity >= 1),
  resent integer NOT NULL DEFAULT 0 CHECK (resent BETWEEN 0 AND quantity),  -- pieces of reshipments and exchanges
  paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND paid_minor),
  gift_minor bigint NOT NULL CHECK (gift_minor >= 0),  -- 0: none was promised
  gift_paid_minor bigint NOT NULL DEFAULT 0 CHECK (gift_paid_minor BETWEEN 0 AND gift_minor),
  PRIMARY KEY (order_id, line)
);

CREATE TABLE delivery (
  order_id text NOT NULL REFERENCES customer_order ON DELETE CASCADE,
  delivery text NOT NULL,
  position integer NOT NULL,
  lines text[] NOT NULL CHECK (cardinality(lines) >= 1),
  carrier text NOT NULL,
  waybill text NOT NULL,
  warehouse text NOT NULL,
  state text NOT NULL CHECK (state IN ('IN_TRANSIT', 'DELIVERED', 'LOST', 'RETURNED')),
  ship_us bigint,
  promised_us bigint,
  deliver_us bigint,
  PRIMARY KEY (order_id, delivery),
  CHECK ((deliver_us IS NOT NULL) = (state = 'DELIVERED'))
);

-- Everything that was ever asked for, under the name that the caller chose. What a kind has no use for is empty or 0.
CREATE TABLE operation (
  operation text PRIMARY KEY CHECK (operation ~ '^[a-z0-9-]{1,63}$'),
  sequence bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
  requester text NOT NULL,
  body_hash bytea NOT NULL,
  kind text NOT NULL CHECK (kind IN ('refund', 'coupon', 'reshipment', 'exchange', 'address_change', 'supplier_action', 'hr_report',
                                     'payout')),
  order_id text NOT NULL,
  line text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency text NOT NULL,
  quantity integer NOT NULL CHECK (quantity >= 0),
  valid_days integer NOT NULL CHECK (valid_days BETWEEN 0 AND 365),
  product text NOT NULL,
  address_token text NOT NULL,
  subject text NOT NULL,  -- the seller, the member of staff
  word text NOT NULL,  -- the ground, the action
  case_name text NOT NULL,
  state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'SUCCEEDED', 'FAILED')),
  failure_reason text NOT NULL DEFAULT '',
  reference text NOT NULL DEFAULT '',
  refuse boolean NOT NULL DEFAULT false,  -- while it is pending: it will fail whatever the facts are
  create_us bigint NOT NULL,
  due_us bigint NOT NULL CHECK (due_us >= create_us),  -- when it ends, while it is pending
  end_us bigint CHECK (end_us >= create_us),
  reports_due smallint NOT NULL DEFAULT 0 CHECK (reports_due BETWEEN 0 AND 2),  -- how often its end has yet to be reported
  report_attempts integer NOT NULL DEFAULT 0,
  CHECK ((state = 'PENDING') = (end_us IS NULL)),
  CHECK ((state = 'FAILED') = (failure_reason <> '')),
  CHECK ((state = 'SUCCEEDED') = (reference <> ''))
);
CREATE INDEX operation_due ON operation (due_us) WHERE state = 'PENDING';
CREATE INDEX operation_report ON operation (report_attempts, sequence) WHERE reports_due > 0;
CREATE INDEX operation_order ON operation (order_id) WHERE order_id <> '';
