#pragma once

#include <sys/ioctl.h>

namespace lakemirror::cli {

/// Of the terminal that standard error is; 24 rows of 80 columns where it does not say.
winsize terminal_size();

}  // namespace lakemirror::cli
