#pragma once

#include "simulate/plan.h"

namespace lakemirror::simulate {

/// Every second seed has one family of events in its middle, the families taking turns: most changes are of
/// that family and touch few objects, their events come in soon and in any order, and they meet every fault;
/// in one such seed of three, none. What is rare in other seeds is frequent there.
void add_spotlight(Plan& plan);

}  // namespace lakemirror::simulate
