#pragma once

#include "aws/connect.h"
#include "base/clock.h"
#include "journal/lease.h"

namespace lakemirror::setup {

/// Lets a client send what changes something only while the lease lasts for as long as one request may take,
/// which `timeout` bounds from now on. The lease must outlive the client.
void change_under(journal::Lease& lease, Milliseconds timeout, aws::ClientOptions& options);

}  // namespace lakemirror::setup
