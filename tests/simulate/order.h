#pragma once

#include <array>
#include <bitset>
#include <string_view>

namespace lakemirror::simulate {

/// How an event came in among those that concern the same object: the same one, one that holds it, or one
/// that it holds; of grants, to the same principal. Events that come in with one pull come in together.
enum class Order {
  in_order,     ///< after all older ones, before all newer ones
  early,        ///< before an older one
  overtaken,    ///< after a newer one
  same_second,  ///< in the same second as another, which is all that a record tells of its time
  outlived,     ///< after its object had been deleted or made anew at the source
};

constexpr std::array<std::string_view, 5> kOrderNames = {"in order", "before an older one",
                                                         "after a newer one", "in the same second",
                                                         "after its object went or was made anew"};

using Orders = std::bitset<kOrderNames.size()>;

inline void set(Orders& orders, Order order) { orders.set(static_cast<std::size_t>(order)); }

}  // namespace lakemirror::simulate
