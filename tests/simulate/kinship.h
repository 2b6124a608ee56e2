#pragma once

#include "workload/workload.h"

namespace lakemirror::simulate {

/// Whether two changes concern the same object, so that their order could matter: one of their subjects is
/// the other or holds it, and either both are about the same part of it, or one is about the whole of it.
bool are_kin(const workload::Step& one, const workload::Step& other);

/// Whether the later change deleted the object of the earlier one or made it anew: the object itself, what
/// holds it or what it is built on. A grant or an assignment goes with its opposite. Every Put makes the
/// settings anew.
bool ends(const workload::Step& later, const workload::Step& earlier);

}  // namespace lakemirror::simulate
