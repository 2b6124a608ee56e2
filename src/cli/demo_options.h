#pragma once

namespace lakemirror::cli {

struct DemoOptions {
  int changes = 400;
  double rate = 15;  ///< changes a second: for somebody who watches, half a minute of them
  int seed = 1;
  bool pause = false;
  bool keep = false;
};

}  // namespace lakemirror::cli
