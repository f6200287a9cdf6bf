#include "tools/platform/store/order_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "tools/platform/store/columns.h"

namespace redress::platform {
namespace {

constexpr int64_t kStockOfNewProducts = 1'000'000;

// Orders, lines and parcels in one statement, hence as of one instant, and with one answer to wait for. Each row says which of
// them it is (0, 1, 2) and of which order; the rest is theirs, as text. Orders come before what belongs to them.
constexpr char kLoad[] =
    "SELECT 0, order_id, 0 AS place, customer, cancelled::text, create_us::text, pay_us::text, paid_minor::text,"
    "  refunded_minor::text, currency, address_token, region, NULL, NULL, NULL, NULL, NULL, NULL"
    "  FROM customer_order WHERE order_id = ANY ($1::text[])"
    " UNION ALL SELECT 1, l.order_id, l.position, l.line, l.product, l.title, l.seller, l.category, l.perishable::text,"
    "  l.quantity::text, l.resent::text, l.paid_minor::text, l.refunded_minor::text, l.gift_minor::text, l.gift_paid_minor::text,"
    "  CASE WHEN p.on_sale THEN p.unit_price_minor * l.quantity END::text, p.currency, l.seller_tier"
    "  FROM order_line l JOIN product p USING (product) WHERE l.order_id = ANY ($1::text[])"
    " UNION ALL SELECT 2, order_id, position, delivery, lines::text, carrier, waybill, warehouse, state, ship_us::text,"
    "  promised_us::text, deliver_us::text, NULL, NULL, NULL, NULL, NULL, NULL"
    "  FROM delivery WHERE order_id = ANY ($1::text[])"
    " ORDER BY 1, 2, 3";
enum class Part { kOrder, kLine, kParcel };

// The following: rows of kLoad.
Order OrderOf(const pqxx::row& row) {
  Order order;
  order.id = row[1].c_str();
  order.customer = row[3].c_str();
  order.cancelled = row[4].as<bool>();
  order.create_time = BusinessTime::FromUnixMicros(row[5].as<int64_t>());
  order.pay_time = BusinessTime::FromUnixMicros(row[6].as<int64_t>());
  order.paid = MoneyOf(row[7], row[9]);
  order.refunded = MoneyOf(row[8], row[9]);
  order.address_token = row[10].c_str();
  order.region = row[11].c_str();
  return order;
}

OrderLine LineOf(const pqxx::row& row, const Currency& currency) {
  OrderLine line;
  line.id = row[3].c_str();
  line.product = row[4].c_str();
  line.title = row[5].c_str();
  line.seller = row[6].c_str();
  line.category = row[7].c_str();
  line.perishable = row[8].as<bool>();
  line.quantity = row[9].as<int>();
  line.resent = row[10].as<int>();
  line.paid = {row[11].as<int64_t>(), currency};
  line.refunded = {row[12].as<int64_t>(), currency};
  line.gift = {row[13].as<int64_t>(), currency};
  line.gift_paid = {row[14].as<int64_t>(), currency};
  if (!row[15].is_null()) line.price_now = MoneyOf(row[15], row[16]);
  line.seller_tier = row[17].c_str();
  return line;
}

Delivery ParcelOf(const pqxx::row& row) {
  Delivery parcel;
  parcel.id = row[3].c_str();
  parcel.lines = pg::ParseTextArray(row[4].c_str());
  parcel.carrier = row[5].c_str();
  parcel.waybill = row[6].c_str();
  parcel.warehouse = row[7].c_str();
  parcel.state = DeliveryStateOf(row[8].c_str()).value();
  parcel.ship_time = TimeOf(row[9]);
  parcel.promised_time = TimeOf(row[10]);
  parcel.deliver_time = TimeOf(row[11]);
  return parcel;
}

void InsertDelivery(pqxx::transaction_base& transaction, const std::string& order, const Delivery& parcel) {
  pg::Exec(transaction,
           "INSERT INTO delivery (order_id, delivery, position, lines, carrier, waybill, warehouse, state, ship_us, promised_us,"
           " deliver_us) SELECT $1, $2, (SELECT count(*) FROM delivery WHERE order_id = $1), $3::text[], $4, $5, $6, $7,"
           " NULLIF($8, '')::bigint, NULLIF($9, '')::bigint, NULLIF($10, '')::bigint",
           order, parcel.id, pg::ArrayOf(absl::MakeConstSpan(parcel.lines)), parcel.carrier, parcel.waybill, parcel.warehouse,
           std::string(Word(parcel.state)), Micros(parcel.ship_time), Micros(parcel.promised_time), Micros(parcel.deliver_time));
}

void InsertLine(pqxx::transaction_base& transaction, const Order& order, const OrderLine& line, int position) {
  pg::Exec(transaction,
           "INSERT INTO order_line (order_id, line, position, product, title, seller, category, perishable, quantity, paid_minor,"
           " gift_minor, seller_tier) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
           order.id, line.id, position, line.product, line.title, line.seller, line.category, line.perishable, line.quantity,
           line.paid.minor, line.gift.minor, line.seller_tier);
}

// Products come in the order of their ids, so that two orders with the same ones do not wait for each other.
void AddProducts(pqxx::transaction_base& transaction, const Order& order) {
  std::map<std::string, const OrderLine*> lines;
  for (const OrderLine& line : order.lines) lines[line.product] = &line;
  for (const auto& [product, line] : lines) {
    const Money& of_all = line->price_now.value_or(line->paid);
    pg::Exec(transaction,
             "INSERT INTO product (product, seller, unit_price_minor, currency, on_sale, stock) VALUES ($1, $2, $3, $4, true, $5)"
             " ON CONFLICT (product) DO UPDATE SET unit_price_minor = excluded.unit_price_minor WHERE $6::boolean",
             product, line->seller, of_all.minor / line->quantity, std::string(of_all.currency.code()), kStockOfNewProducts,
             line->price_now.has_value());
  }
}

}  // namespace

std::map<std::string, Order> LoadOrders(pqxx::transaction_base& transaction, const std::vector<std::string>& ids) {
  std::map<std::string, Order> orders;
  for (const pqxx::row& row : pg::Exec(transaction, kLoad, pg::ArrayOf(absl::MakeConstSpan(ids)))) {
    const auto part = static_cast<Part>(row[0].as<int>());
    if (part == Part::kOrder) {
      orders.emplace(row[1].c_str(), OrderOf(row));
      continue;
    }
    const auto order = orders.find(row[1].c_str());
    if (order == orders.end()) continue;
    if (part == Part::kLine) order->second.lines.push_back(LineOf(row, order->second.paid.currency));
    if (part == Part::kParcel) order->second.deliveries.push_back(ParcelOf(row));
  }
  return orders;
}

absl::optional<Order> LockOrder(pqxx::transaction_base& transaction, const std::string& id) {
  // What stands once the lock is held is seen by the next statement only.
  pg::Exec(transaction, "SELECT 1 FROM customer_order WHERE order_id = $1 FOR UPDATE", id);
  std::map<std::string, Order> found = LoadOrders(transaction, {id});
  if (found.empty()) return absl::nullopt;
  return std::move(found.begin()->second);
}

bool IsInUse(pqxx::transaction_base& transaction, const std::string& order) {
  return !pg::Exec(transaction, "SELECT 1 FROM operation WHERE order_id = $1 LIMIT 1", order).empty();
}

void ReplaceOrder(pqxx::transaction_base& transaction, const Order& order) {
  AddProducts(transaction, order);
  pg::Exec(transaction, "DELETE FROM customer_order WHERE order_id = $1", order.id);
  pg::Exec(transaction,
           "INSERT INTO customer_order (order_id, customer, cancelled, create_us, pay_us, currency, paid_minor, region)"
           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
           order.id, order.customer, order.cancelled, order.create_time.micros(), order.pay_time.micros(),
           std::string(order.paid.currency.code()), order.paid.minor, order.region);
  int position = 0;
  for (const OrderLine& line : order.lines) InsertLine(transaction, order, line, position++);
  for (const Delivery& parcel : order.deliveries) InsertDelivery(transaction, order.id, parcel);
}

void ApplyOutcome(pqxx::transaction_base& transaction, const Operation& operation, const Outcome& outcome) {
  if (!outcome.failure_reason.empty()) return;
  if (outcome.refund_minor > 0) {
    pg::Exec(transaction, "UPDATE customer_order SET refunded_minor = refunded_minor + $2 WHERE order_id = $1", operation.order,
             outcome.refund_minor);
  }
  if (!outcome.address_token.empty()) {
    pg::Exec(transaction, "UPDATE customer_order SET address_token = $2 WHERE order_id = $1", operation.order,
             outcome.address_token);
  }
  if (!operation.line.empty()) {
    pg::Exec(transaction,
             "UPDATE order_line SET refunded_minor = refunded_minor + $3, gift_paid_minor = gift_paid_minor + $4,"
             " resent = resent + $5 WHERE order_id = $1 AND line = $2",
             operation.order, operation.line, outcome.refund_minor, outcome.gift_minor, outcome.resent);
  }
  if (!outcome.from_stock.empty()) {
    pg::Exec(transaction, "UPDATE product SET stock = stock - $2 WHERE product = $1", outcome.from_stock, outcome.resent);
  }
  if (outcome.parcel.has_value()) InsertDelivery(transaction, operation.order, *outcome.parcel);
}

absl::optional<Product> LockProduct(pqxx::transaction_base& transaction, const std::string& id) {
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT product, seller, unit_price_minor, currency, on_sale, stock FROM product WHERE product = $1 FOR UPDATE", id);
  if (rows.empty()) return absl::nullopt;
  const pqxx::row row = rows[0];
  return Product{row[0].c_str(), row[1].c_str(), MoneyOf(row[2], row[3]), row[4].as<bool>(), row[5].as<int64_t>()};
}

bool IsSeller(pqxx::transaction_base& transaction, const std::string& id) {
  return !pg::Exec(transaction, "SELECT 1 FROM product WHERE seller = $1 LIMIT 1", id).empty();
}

void PutProduct(pqxx::transaction_base& transaction, const Product& product) {
  pg::Exec(transaction,
           "INSERT INTO product (product, seller, unit_price_minor, currency, on_sale, stock) VALUES ($1, $2, $3, $4, $5, $6)"
           " ON CONFLICT (product) DO UPDATE SET seller = excluded.seller, unit_price_minor = excluded.unit_price_minor,"
           " currency = excluded.currency, on_sale = excluded.on_sale, stock = excluded.stock",
           product.id, product.seller, product.unit_price.minor, std::string(product.unit_price.currency.code()), product.on_sale,
           product.stock);
}

absl::optional<Reach> ReachOf(pqxx::transaction_base& transaction, const std::string& order) {
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT coalesce(c.follower_count, 0), coalesce(c.public_voice, false)"
                                     " FROM customer_order o LEFT JOIN customer c USING (customer) WHERE o.order_id = $1",
                                     order);
  if (rows.empty()) return absl::nullopt;
  return Reach{rows[0][0].as<int64_t>(), rows[0][1].as<bool>()};
}

void PutReach(pqxx::transaction_base& transaction, const std::string& customer, const Reach& reach) {
  pg::Exec(transaction,
           "INSERT INTO customer (customer, follower_count, public_voice) VALUES ($1, $2, $3)"
           " ON CONFLICT (customer) DO UPDATE SET follower_count = excluded.follower_count, public_voice = excluded.public_voice",
           customer, reach.follower_count, reach.public_voice);
}

}  // namespace redress::platform
