#include "tools/agents/causes.h"

#include <array>

namespace redress::agents {
namespace {

using casework::v1::PARTY_CARRIER;
using casework::v1::PARTY_PLATFORM;
using casework::v1::PARTY_SELLER;
using casework::v1::PARTY_SUPPLIER;

constexpr std::array kCauses = {
    Cause{"PRODUCT_QUALITY", "DAMAGED", "PRODUCT", PARTY_SELLER, "PACKAGING_TOO_WEAK", "请商家改进包装",
          "Have the seller pack it better"},
    Cause{"PRODUCT_QUALITY", "NOT_AS_DESCRIBED", "SUPPLIER", PARTY_SELLER, "LISTING_WRONG", "核对并更正商品页面",
          "Check and correct the listing"},
    Cause{"PRODUCT_QUALITY", "EXPIRED", "WAREHOUSE", PARTY_SELLER, "STOCK_PAST_DATE", "同批次商品下架检查",
          "Take the batch off sale and check it"},
    Cause{"PRODUCT_QUALITY", "DEFECTIVE", "PRODUCT", PARTY_SUPPLIER, "PRODUCTION_FAULT", "送检并反馈厂家",
          "Have it tested and tell the maker"},
    Cause{"PRODUCT_QUALITY", "", "PRODUCT", PARTY_SELLER, "PRODUCT_FAULT", "送检并反馈商家",
          "Have it tested and tell the seller"},
    Cause{"LOGISTICS", "DELAYED", "LOGISTICS", PARTY_CARRIER, "CARRIER_BACKLOG", "每 24 小时同步物流进度直至签收",
          "Tell how far it is every 24 hours until it arrives"},
    Cause{"LOGISTICS", "LOST", "LOGISTICS", PARTY_CARRIER, "PARCEL_LOST", "向承运商索赔", "Claim it from the carrier"},
    Cause{"LOGISTICS", "WRONG_ITEM", "WAREHOUSE", PARTY_PLATFORM, "PICKING_ERROR", "上门取回错发商品",
          "Fetch the wrong item at the door"},
    Cause{"LOGISTICS", "DAMAGED_IN_TRANSIT", "LOGISTICS", PARTY_CARRIER, "ROUGH_HANDLING", "向承运商索赔",
          "Claim it from the carrier"},
    Cause{"LOGISTICS", "COURIER_CONDUCT", "LOGISTICS", PARTY_CARRIER, "COURIER_CONDUCT", "更换派送员，承运商书面致歉",
          "Another courier, and a written apology of the carrier"},
    Cause{"LOGISTICS", "", "LOGISTICS", PARTY_CARRIER, "CARRIER_FAULT", "跟进承运商处理", "See to it with the carrier"},
    Cause{"AFTER_SALES", "REFUND", "FINANCE", PARTY_PLATFORM, "REFUND_QUEUE", "财务加急处理退款",
          "Finance pays the refund first"},
    Cause{"AFTER_SALES", "RETURN_EXCHANGE", "WAREHOUSE", PARTY_SELLER, "RETURN_REFUSED", "安排上门取件并跟进退换",
          "Have it fetched and see the return through"},
    Cause{"AFTER_SALES", "WARRANTY", "SUPPLIER", PARTY_SUPPLIER, "REPAIR_DELAY", "预约维修并确认上门时间",
          "Book the repair and confirm when"},
    Cause{"AFTER_SALES", "", "FINANCE", PARTY_PLATFORM, "SLOW_AFTER_SALES", "专人跟进售后", "One person sees it through"},
    Cause{"SERVICE_ATTITUDE", "NO_REPLY", "HR", PARTY_PLATFORM, "NO_FOLLOW_UP", "专人跟进至解决", "One person sees it through"},
    Cause{"SERVICE_ATTITUDE", "BUCK_PASSING", "HR", PARTY_PLATFORM, "UNCLEAR_RESPONSIBILITY", "专人跟进至解决",
          "One person sees it through"},
    Cause{"SERVICE_ATTITUDE", "", "HR", PARTY_PLATFORM, "STAFF_CONDUCT", "组长回电", "The team's head calls"},
    Cause{"SYSTEM_FAILURE", "PAYMENT", "FINANCE", PARTY_PLATFORM, "PAYMENT_FAULT", "核对支付流水并更正订单",
          "Check the payment and correct the order"},
    Cause{"SYSTEM_FAILURE", "ACCOUNT", "PRODUCT", PARTY_PLATFORM, "ACCOUNT_LOCKED", "人工核验后恢复账号",
          "Restore the account after a check by hand"},
    Cause{"SYSTEM_FAILURE", "", "PRODUCT", PARTY_PLATFORM, "SOFTWARE_FAULT", "技术修复并回复结果",
          "Mend the software and say so"},
    Cause{"ORDER_PROCESSING", "NOT_SHIPPED", "WAREHOUSE", PARTY_SELLER, "OUT_OF_STOCK", "确认库存与发货时间",
          "Confirm stock and the day of shipment"},
    Cause{"ORDER_PROCESSING", "CANCELLED_BY_SELLER", "SUPPLIER", PARTY_SELLER, "SELLER_CANCELLED", "要求商家说明并整改",
          "Have the seller explain and change"},
    Cause{"ORDER_PROCESSING", "", "WAREHOUSE", PARTY_PLATFORM, "PACKING_ERROR", "核对出库记录", "Check the records of dispatch"},
    Cause{"PRICE_DISPUTE", "OVERCHARGED", "FINANCE", PARTY_PLATFORM, "BILLING_ERROR", "核对账单并更正",
          "Check and correct the bill"},
    Cause{"PRICE_DISPUTE", "", "PRODUCT", PARTY_SELLER, "PRICE_CHANGED", "核对价格记录", "Check the history of the price"},
    Cause{"MARKETING", "GIFT_MISSING", "WAREHOUSE", PARTY_SELLER, "GIFT_FORGOTTEN", "补寄赠品", "Send the gift"},
    Cause{"MARKETING", "COUPON_RULES", "PRODUCT", PARTY_PLATFORM, "RULES_UNCLEAR", "返还优惠券并改写规则说明",
          "Give the coupon back and word the rules anew"},
    Cause{"MARKETING", "", "PRODUCT", PARTY_SELLER, "MISLEADING_PROMOTION", "更正宣传内容", "Correct the promotion"},
    Cause{"", "", "PRODUCT", PARTY_PLATFORM, "UNCLEAR", "专人跟进并回复", "One person sees it through"},
};

}  // namespace

const Cause& CauseOf(const type::v1::Tag& tag) {
  for (const Cause& cause : kCauses) {
    if (tag.l1() == cause.l1 && (tag.l2() == cause.l2 || *cause.l2 == '\0')) return cause;
  }
  return kCauses.back();
}

casework::v1::Party AskedAbout(const Cause& cause) {
  const bool by_link = cause.party == PARTY_SELLER || cause.party == PARTY_CARRIER;
  return by_link ? cause.party : casework::v1::PARTY_CUSTOMER;
}

}  // namespace redress::agents
